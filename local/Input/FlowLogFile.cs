namespace FlowLogs.Local.Input;

/// <summary>Opens what the user names as flow-log text: a file, plain or .gz by its content, or <c>-</c> for standard input.</summary>
public static class FlowLogFile
{
    private const int HeadLength = 4096;

    /// <summary>Opens the text, inflated where it is gzip.</summary>
    /// <param name="name">A path, or <c>-</c>.</param>
    /// <exception cref="InputException">It is missing, a folder, may not be read, or is no text.</exception>
    public static Stream Open(string name)
    {
        var file = name == "-" ? Console.OpenStandardInput() : OpenFile(name);
        try
        {
            var (head, raw) = Peek(file);
            if (head is [0x1f, 0x8b, ..])
                (head, raw) = Peek(new GzipFileStream(raw));
            if (head.AsSpan().StartsWith("PAR1"u8))
                throw new InputException($"{name}: is a Parquet file; this reads flow-log text, plain or .gz.");
            if (IsBinary(head))
                throw new InputException($"{name}: is a binary file; this reads flow-log text, plain or .gz.");
            return raw;
        }
        catch (InvalidDataException exception)
        {
            file.Dispose();
            throw new InputException($"{name}: {exception.Message}");
        }
        catch (InputException)
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(string name)
    {
        if (Directory.Exists(name))
            throw new InputException($"{name}: is a folder; name the files in it.");
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{name}: there is no such file.");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"{name}: cannot be read: {exception.Message}");
        }
    }

    // Text in whatever encoding has next to no control characters; a ninth of random bytes are.
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var character in head)
        {
            if (character == 0)
                return true;
            if (character < ' ' && character is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                controls++;
        }
        return controls > head.Length / 50;
    }

    private static (byte[] Head, Stream All) Peek(Stream stream)
    {
        var head = new byte[HeadLength];
        var length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        head = head[..length];
        return (head, new HeadedStream(head, stream));
    }
}
