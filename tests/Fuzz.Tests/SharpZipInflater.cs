using System.Buffers.Binary;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Fuzz.Tests;

/// <summary>
/// Inflates gzip data with SharpZipLib, which shares no code with .NET's inflater. Source of the header: RFC 1952, section 2.3.
/// </summary>
/// <remarks>SharpZipLib's own GZipInputStream refuses headers with a checksum, and ignores bytes after the last member.</remarks>
static class SharpZipInflater
{
    const int HasChecksum = 2, HasExtraField = 4, HasName = 8, HasComment = 16, Reserved = 0xe0;

    /// <summary>Returns the content, or null unless the data is complete gzip data, optionally followed by zeros.</summary>
    public static byte[]? Inflate(byte[] data, int limit)
    {
        try
        {
            var content = new MemoryStream();
            var place = 0;
            do
                place += ReadMember(data.AsSpan(place), content, limit);
            while (place < data.Length && data[place] != 0);
            return data.AsSpan(place).ContainsAnyExcept((byte)0) ? null : content.ToArray();
        }
        catch (Exception exception) when (
            exception is SharpZipBaseException or InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <returns>The length of the member.</returns>
    static int ReadMember(ReadOnlySpan<byte> data, MemoryStream content, int limit)
    {
        var start = HeaderLength(data);
        var body = data[start..].ToArray();
        var inflater = new Inflater(noHeader: true);
        inflater.SetInput(body);
        var checksum = new Crc32();
        var buffer = new byte[4096];
        while (!inflater.IsFinished)
        {
            var read = inflater.Inflate(buffer);
            if ((read == 0 && !inflater.IsFinished) || content.Length + read > limit)
                throw new InvalidDataException();
            content.Write(buffer, 0, read);
            checksum.Update(new ArraySegment<byte>(buffer, 0, read));
        }
        var end = start + body.Length - inflater.RemainingInput;
        if (BinaryPrimitives.ReadUInt32LittleEndian(data[end..]) != checksum.Value
            || BinaryPrimitives.ReadUInt32LittleEndian(data[(end + sizeof(uint))..]) != (uint)inflater.TotalOut)
        {
            throw new InvalidDataException();
        }
        return end + (2 * sizeof(uint));
    }

    static int HeaderLength(ReadOnlySpan<byte> data)
    {
        if (data[0] != 0x1f || data[1] != 0x8b || data[2] != 8 || (data[3] & Reserved) != 0)
            throw new InvalidDataException();
        var (flags, length) = (data[3], 10);
        if ((flags & HasExtraField) != 0)
            length += sizeof(ushort) + BinaryPrimitives.ReadUInt16LittleEndian(data[length..]);
        if ((flags & HasName) != 0)
            length += 1 + ZeroIn(data[length..]);
        if ((flags & HasComment) != 0)
            length += 1 + ZeroIn(data[length..]);
        if ((flags & HasChecksum) == 0)
            return length;
        var checksum = new Crc32();
        checksum.Update(data[..length].ToArray());
        return BinaryPrimitives.ReadUInt16LittleEndian(data[length..]) == (ushort)checksum.Value
            ? length + sizeof(ushort)
            : throw new InvalidDataException();
    }

    static int ZeroIn(ReadOnlySpan<byte> data) => data.IndexOf((byte)0) is >= 0 and var place ? place : throw new InvalidDataException();
}
