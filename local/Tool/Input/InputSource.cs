namespace Tool.Input;

/// <summary>An input: a file, standard input, or an object in S3.</summary>
/// <param name="Name">The name for messages.</param>
/// <param name="Open">Opens the stored bytes.</param>
public sealed record InputSource(string Name, Func<Stream> Open)
{
    /// <summary>The file, if the source is a file.</summary>
    public string? Path { get; private init; }

    /// <summary>The length in bytes; null if it is unknown before reading.</summary>
    public long? Length { get; init; }

    /// <summary>Returns a file, or standard input for the name <c>-</c>. A missing file is reported when it is opened.</summary>
    public static InputSource Of(string name) => name == "-"
        ? new InputSource(name, Console.OpenStandardInput)
        : new InputSource(name, () => OpenFile(name)) { Path = name, Length = LengthOf(name) };

    // A pipe reports a length of 0.
    static long? LengthOf(string name) => File.Exists(name) && FileIdentity.SpecialKind(name) is null ? new FileInfo(name).Length : null;

    static FileStream OpenFile(string name)
    {
        if (name.Length == 0)
            throw new InputException("The name of an input file is empty.");
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{name}: file not found.", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"{name}: the input cannot be read: {exception.Message}", exception);
        }
    }
}
