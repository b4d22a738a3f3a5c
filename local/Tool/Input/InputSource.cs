namespace Tool.Input;

/// <summary>One thing to read: a file, standard input, or an object in S3.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Open">Opens it, as the bytes that it has.</param>
public sealed record InputSource(string Name, Func<Stream> Open)
{
    /// <summary>The file, where it is one.</summary>
    public string? Path { get; private init; }

    /// <summary>Its length in bytes; null where nobody knows it before it is read.</summary>
    public long? Length { get; init; }

    /// <summary>A file, or standard input by the name <c>-</c>. Whether the file is there is seen when it is opened.</summary>
    public static InputSource Of(string name) => name == "-"
        ? new InputSource(name, Console.OpenStandardInput)
        : new InputSource(name, () => OpenFile(name)) { Path = name, Length = File.Exists(name) ? new FileInfo(name).Length : null };

    static FileStream OpenFile(string name)
    {
        if (name.Length == 0)
            throw new InputException("A file's name is empty.");
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
}
