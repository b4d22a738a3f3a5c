namespace FlowLogs.Local.Input;

/// <summary>Opens what the user names as flow-log text: a file, plain or .gz by its content, or <c>-</c> for standard input.</summary>
public static class FlowLogFile
{
    private const int HeadLength = 4096;

    /// <summary>So many control characters a line of text may have by some fault.</summary>
    private const int FewControls = 4;

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
            if (KindOf(head) is { } kind)
                throw new InputException($"{name}: is {kind}; this reads flow-log text in UTF-8, plain or .gz.");
            return raw;
        }
        catch (InvalidDataException exception)
        {
            file.Dispose();
            throw new InputException($"{name}: {exception.Message}");
        }
        catch (IOException exception)
        {
            file.Dispose();
            throw CannotBeRead(name, exception);
        }
        catch (InputException)
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream OpenFile(string name)
    {
        if (name.Length == 0)
            throw new InputException("A file's name is empty.");
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
            throw CannotBeRead(name, exception);
        }
    }

    private static InputException CannotBeRead(string name, Exception exception) => new($"{name}: cannot be read: {exception.Message}");

    /// <summary>What the file is in words, where it is not the text that it should be.</summary>
    private static string? KindOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PAR1"u8))
            return "a Parquet file";
        if (head is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
            return "UTF-16 text";
        return IsBinary(head) ? "a binary file" : null;
    }

    // Text in whatever encoding has next to no control characters; a ninth of random bytes are.
    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var character in head)
            if (character < ' ' && character is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                controls++;
        return controls > head.Length / 50 && (controls > FewControls || head.Contains((byte)0));
    }

    private static (byte[] Head, Stream All) Peek(Stream stream)
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
            // Whoever reads on hears of it behind what came before.
        }
        head = head[..length];
        return (head, new HeadedStream(head, stream));
    }
}
