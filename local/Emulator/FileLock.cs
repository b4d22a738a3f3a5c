namespace Emulator;

/// <summary>A file lock. The system releases it when its process ends for any reason.</summary>
static class FileLock
{
    /// <summary>Takes the lock. Dispose the stream to release it.</summary>
    /// <param name="path">The file of the lock. It is created if it is missing; its folder must exist.</param>
    /// <returns>Null if another process holds the lock.</returns>
    /// <exception cref="IOException">The file cannot be opened, for example because the disk is full or read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">The user cannot write to the file.</exception>
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

    // ERROR_SHARING_VIOLATION on Windows; elsewhere errno, EWOULDBLOCK of Linux and of macOS.
    static bool IsHeld(IOException exception) =>
        OperatingSystem.IsWindows() ? (exception.HResult & 0xffff) == 32 : exception.HResult is 11 or 35;
}
