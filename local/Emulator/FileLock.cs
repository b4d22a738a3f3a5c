namespace Emulator;

/// <summary>A lock that is a file: it ends with the process that holds it, however that ends.</summary>
static class FileLock
{
    /// <summary>Takes the lock; disposing of the stream gives it back.</summary>
    /// <param name="path">The lock's file; made where it is missing, in a folder that is there.</param>
    /// <returns>Null where another has it.</returns>
    /// <exception cref="IOException">The file cannot be opened, for another reason than that: a full disk, a read-only one.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    // ERROR_SHARING_VIOLATION; elsewhere the system's errno, EWOULDBLOCK of Linux and of macOS.
    static bool IsHeld(IOException exception) => OperatingSystem.IsWindows() ? (exception.HResult & 0xffff) == 32 : exception.HResult is 11 or 35;
}
