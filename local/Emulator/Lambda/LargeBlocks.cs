using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Emulator.Lambda;

/// <summary>Memory for a server whose requests are a megabyte each: blocks of 64 KiB, so that a read of the socket brings as much, and not 4 KiB.</summary>
sealed class LargeBlocks : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    sealed class Pool : MemoryPool<byte>
    {
        const int BlockLength = 64 * 1024;

        readonly ConcurrentBag<Block> _free = [];

        public override int MaxBufferSize => BlockLength;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockLength);
            return _free.TryTake(out var block) ? block : new Block(this);
        }

        protected override void Dispose(bool disposing)
        {
            // Blocks are the garbage collector's.
        }

        sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            // Pinned, as sockets are given addresses.
            public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockLength, pinned: true);

            public void Dispose() => pool._free.Add(this);
        }
    }
}
