using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>A small file system in memory, mounted at a folder. A test that cannot mount it is skipped.</summary>
sealed class SmallDisk : IDisposable
{
    readonly string _folder;

    public SmallDisk(string folder, string options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Only root can mount a small disk, and only Linux has tmpfs.");
        _folder = folder;
        Directory.CreateDirectory(folder);
        var mounted = Call("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder);
        Assert.SkipUnless(mounted.ExitCode == 0, $"A small disk cannot be mounted: {mounted.Errors}");
    }

    public void Remount(string options) => Assert.Equal(0, Call("mount", "-o", $"remount,{options}", _folder).ExitCode);

    public void Dispose() => Call("umount", "-l", _folder);

    static (int ExitCode, string Errors) Call(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.Trim());
    }
}
