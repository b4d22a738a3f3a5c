namespace Tool.Input;

/// <summary>Opens an input: inflates gzip, and detects the kind.</summary>
static class FlowLogFile
{
    const int HeadLength = 4096;

    /// <summary>The control characters that occur in text by mistake.</summary>
    const int FewControls = 4;

    /// <summary>Gzip within gzip: Firehose compresses the payloads that CloudWatch Logs has compressed.</summary>
    const int MostLayers = 3;

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
            var kind = asked ?? FileKinds.Detect(head);
            if (kind != FileKind.Parquet && OtherKind(head) is { } other)
                throw new InputException($"{source.Name}: is {other}. Flow logs are text in UTF-8, JSON, CSV or Parquet, plain or .gz.");
            if (kind == FileKind.Json && head.AsSpan().StartsWith("\uFEFF"u8))
                stream.ReadExactly(new byte[3]);
            var packing = string.Concat(Enumerable.Repeat(", gzip", layers));
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
            throw new InputException($"{source.Name}: cannot be read: {exception.Message}", exception);
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

    /// <summary>Describes a file that is not UTF-8 text; null for UTF-8 text.</summary>
    static string? OtherKind(ReadOnlySpan<byte> head)
    {
        if (head is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
            return "UTF-16 text";
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
