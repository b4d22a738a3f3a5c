using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Emulator.Lambda;

/// <summary>
/// A memory pool for requests of megabytes: with blocks of 64 KiB instead of 4 KiB, each read of the socket returns more.
/// </summary>
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
            // The garbage collector owns the blocks.
        }

        sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            // Pinned, because sockets receive addresses.
            public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockLength, pinned: true);

            public void Dispose() => pool._free.Add(this);
        }
    }
}
