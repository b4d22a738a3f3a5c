namespace Emulator;

/// <summary>The size that files of the process may have: <c>ulimit -f</c>.</summary>
static class FileSizeLimit
{
    /// <summary>Writes to a file, and reports a file that has reached the limit like any other fault of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes to it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // .NET's exception for EFBIG.
            throw new IOException($"{path}: File too large", exception);
        }
    }
}
