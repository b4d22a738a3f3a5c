using System.Runtime.InteropServices;

namespace Tool.Input;

/// <summary>Identifies a file independently of links and names.</summary>
/// <param name="Device">The file system; 0 if the system does not report it.</param>
/// <param name="Number">The number (inode) of the file in the file system.</param>
/// <param name="Path">The full path, if the system does not number files.</param>
readonly partial record struct FileIdentity(long Device, long Number, string Path)
{
    const int TypeMask = 0xf000;
    const int RegularFile = 0x8000;
    const int NamedPipe = 0x1000;
    const int Socket = 0xc000;

    /// <summary>Returns the identity of the file at a path, or null if the file does not exist.</summary>
    public static FileIdentity? Of(string path)
    {
        if (OperatingSystem.IsWindows())
            return System.IO.Path.Exists(path) ? new FileIdentity(0, 0, Final(path).ToUpperInvariant()) : null;
        return Stat(path, out var status) == 0 ? new FileIdentity(status.Dev, status.Ino, "") : null;
    }

    /// <summary>Returns the identity of an open file.</summary>
    public static FileIdentity Of(FileStream file)
    {
        if (OperatingSystem.IsWindows())
            return new FileIdentity(0, 0, Final(file.Name).ToUpperInvariant());
        return FStat(file.SafeFileHandle, out var status) == 0
            ? new FileIdentity(status.Dev, status.Ino, "")
            : throw new IOException($"{file.Name}: the file cannot be identified.");
    }

    /// <summary>
    /// Describes the target of a path that is not a regular file: a named pipe, a socket, a device.
    /// </summary>
    public static string? SpecialKind(string path)
    {
        if (OperatingSystem.IsWindows() || Stat(path, out var status) != 0)
            return null;
        return (status.Mode & TypeMask) switch
        {
            RegularFile => null,
            NamedPipe => "a named pipe",
            Socket => "a socket",
            _ => "not a regular file",
        };
    }

    static string Final(string path) =>
        System.IO.Path.GetFullPath(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path);

    // .NET has no API for a file's number. Its runtime library, part of every .NET process on Unix, has the call with one layout for all
    // systems. A package for it, Mono.Unix, would bring a native library of its own for each system.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Stat(string path, out FileStatus status);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FStat", SetLastError = true)]
    private static partial int FStat(SafeHandle file, out FileStatus status);

    [StructLayout(LayoutKind.Sequential)]
    struct FileStatus
    {
        public int Flags;
        public int Mode;
        public uint Uid;
        public uint Gid;
        public long Size;
        public long ATime;
        public long ATimeNsec;
        public long MTime;
        public long MTimeNsec;
        public long CTime;
        public long CTimeNsec;
        public long BirthTime;
        public long BirthTimeNsec;
        public long Dev;
        public long RDev;
        public long Ino;
        public uint UserFlags;
    }
}
