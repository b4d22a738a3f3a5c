using System.Text;

namespace Tool.Input;

/// <summary>An open input.</summary>
/// <param name="Kind">The kind of the input.</param>
/// <param name="Stream">The input's bytes, inflated.</param>
/// <param name="Packing">A description of the compression; null if it is not reported.</param>
/// <param name="Path">The file with these bytes, for kinds that cannot be read from a stream.</param>
sealed record FileContent(FileKind Kind, Stream Stream, string? Packing, string? Path = null) : IDisposable
{
    /// <summary>Whether the file is a copy that is deleted with this object.</summary>
    public bool IsCopy { get; init; }

    /// <summary>The first line, without a byte order mark.</summary>
    public string FirstLine { get; init; } = "";

    public void Dispose()
    {
        Stream.Dispose();
        if (IsCopy)
            File.Delete(Path!);
    }

    /// <summary>Returns the first line that is not blank, from the first bytes of a text.</summary>
    public static string FirstLineOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8))
            head = head[3..];
        head = head.TrimStart(" \r\n"u8);
        var end = head.IndexOfAny((byte)'\r', (byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? head : head[..end]);
    }
}
