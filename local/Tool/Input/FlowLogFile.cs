using System.Text;

namespace Tool.Input;

/// <summary>Opens an input: inflates gzip, and detects the kind.</summary>
static class FlowLogFile
{
    const int HeadLength = 4096;

    /// <summary>The control characters that occur in text by mistake.</summary>
    const int FewControls = 4;

    /// <summary>Gzip within gzip: Firehose compresses the payloads that CloudWatch Logs has compressed.</summary>
    const int MostLayers = 3;

    /// <summary>Other kinds of files, by their first bytes.</summary>
    static readonly (byte[] Start, string Words)[] Others =
    [
        ([.. "PK\u0003\u0004"u8], "a zip archive or an Excel workbook, which must be unpacked or exported as CSV"),
        ([.. "BZh"u8], "compressed by bzip2, and must be unpacked"),
        ([0xfd, .. "7zXZ"u8, 0], "compressed by xz, and must be unpacked"),
        ([0x28, 0xb5, 0x2f, 0xfd], "compressed by zstd, and must be unpacked"),
        ([.. "7z"u8, 0xbc, 0xaf], "a 7z archive, which must be unpacked"),
        ([.. "ORC"u8], "an ORC file"),
        ([.. "Obj\u0001"u8], "an Avro file"),
        ([.. "SQLite format 3\0"u8], "a SQLite database"),
        ([0xd4, 0xc3, 0xb2, 0xa1], "a packet capture, not a flow log"),
        ([0x0a, 0x0d, 0x0d, 0x0a], "a packet capture, not a flow log"),
    ];

    /// <summary>Opens the input, inflated if it is gzip.</summary>
    /// <param name="source">The input.</param>
    /// <param name="asked">The kind that the user sets; null to detect it.</param>
    /// <param name="progress">Receives the number of bytes read so far, before they are inflated.</param>
    /// <exception cref="InputException">The input is missing, not readable, or not a flow log.</exception>
    public static FileContent Open(InputSource source, FileKind? asked, Action<long>? progress)
    {
        Stream? stream = null;
        try
        {
            stream = source.Open();
            if (progress is not null)
                stream = new CountedStream(stream, progress);
            (var head, stream) = Peek(stream);
            var layers = 0;
            while (layers < MostLayers && head is [0x1f, 0x8b, ..])
            {
                layers++;
                (head, stream) = Peek(new WholeGzipStream(stream));
            }
            var isUtf16 = head is [0xff, 0xfe, ..] or [0xfe, 0xff, ..];
            if (isUtf16)
                (head, stream) = Peek(Encoding.CreateTranscodingStream(
                    stream, head[0] == 0xff ? Encoding.Unicode : Encoding.BigEndianUnicode, Encoding.UTF8));
            var kind = asked ?? FileKinds.Detect(head);
            if (kind != FileKind.Parquet && OtherKind(head) is { } other)
                throw new InputException($"{source.Name}: the input is {other}. Flow logs are text, JSON, CSV or Parquet, plain or .gz.");
            if (kind == FileKind.Json && head.AsSpan().StartsWith("\uFEFF"u8))
                stream.ReadExactly(new byte[3]);
            var packing = string.Concat(Enumerable.Repeat(", gzip", layers)) + (isUtf16 ? ", UTF-16" : "");
            return kind != FileKind.Parquet ? new FileContent(kind, stream, packing) { FirstLine = FileContent.FirstLineOf(head) }
                : layers == 0 && source.Path is { } path ? new FileContent(kind, stream, packing, path)
                : Copy(stream, packing);
        }
        catch (InvalidDataException exception)
        {
            stream?.Dispose();
            throw new InputException($"{source.Name}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw new InputException($"{source.Name}: the input cannot be read: {exception.Message}", exception);
        }
        catch (InputException)
        {
            stream?.Dispose();
            throw;
        }
    }

    // Parquet files are read from their end.
    static FileContent Copy(Stream stream, string packing)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var copy = File.OpenWrite(path))
                stream.CopyTo(copy);
            return new FileContent(FileKind.Parquet, stream, packing, path) { IsCopy = true };
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Describes a file that is not text; null for text.</summary>
    static string? OtherKind(ReadOnlySpan<byte> head)
    {
        foreach (var (start, words) in Others)
            if (head.StartsWith(start))
                return words;
        return IsBinary(head) ? "a binary file" : null;
    }

    // Text in any encoding has almost no control characters, but a ninth of random bytes are control characters.
    static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var character in head)
            if (character < ' ' && character is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                controls++;
        return controls > head.Length / 50 && (controls > FewControls || head.Contains((byte)0));
    }

    static (byte[] Head, Stream All) Peek(Stream stream)
    {
        var head = new byte[HeadLength];
        var length = 0;
        try
        {
            while (length < HeadLength && stream.Read(head, length, HeadLength - length) is var read and > 0)
                length += read;
        }
        catch (InvalidDataException) when (length > 0)
        {
            // The error is reported after the records before it.
        }
        head = head[..length];
        return (head, new HeadedStream(head, stream));
    }
}
