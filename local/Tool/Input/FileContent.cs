namespace Tool.Input;

/// <summary>An input that is open.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Stream">Its bytes, inflated.</param>
/// <param name="Packing">How it was packed, in words; null where nobody needs to be told what it is.</param>
/// <param name="Path">The file that has these bytes, for what cannot be read from a stream.</param>
sealed record FileContent(FileKind Kind, Stream Stream, string? Packing, string? Path = null) : IDisposable
{
    /// <summary>Whether the file is a copy that goes with this.</summary>
    public bool IsCopy { get; init; }

    public void Dispose()
    {
        Stream.Dispose();
        if (IsCopy)
            File.Delete(Path!);
    }
}
