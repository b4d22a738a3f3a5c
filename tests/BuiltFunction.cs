using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlowLogs.Tests;

/// <summary>
/// Locates the executable of a function: beside its sources, or in the folder FLOWLOGS_FUNCTIONS, for example for native code.
/// </summary>
static class BuiltFunction
{
    public static string PathOf(string name)
    {
        if (Environment.GetEnvironmentVariable("FLOWLOGS_FUNCTIONS") is { Length: > 0 } folder)
            return Path.GetFullPath(Path.Combine(folder, name, "bootstrap"));
        // tests/X.Tests/bin/<configuration>/net10.0: the function has the same subfolders below its own folder. The copy beside the tests
        // would include their ASP.NET Core files.
        var project = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        while (Path.GetFileName(Path.GetDirectoryName(project)) != "tests")
            project = Path.GetDirectoryName(project)!;
        return Path.Combine(project, "..", "..", "functions", name, Path.GetRelativePath(project, AppContext.BaseDirectory), name);
    }

    /// <summary>
    /// Returns whether the functions in FLOWLOGS_FUNCTIONS contain the official AWS packages, as AwsPackages=nuget says. The official
    /// packages report initialization errors differently: docs/decisions/entry-points.md.
    /// </summary>
    public static bool HasOfficialPackages => Environment.GetEnvironmentVariable("AwsPackages") == "nuget";

    /// <summary>Skips a test that the official packages do not pass.</summary>
    public static void RequireStandIns() =>
        Assert.SkipWhen(HasOfficialPackages,
            "skipped: with the official packages, the process ends without a message (docs/decisions/entry-points.md)");

    /// <summary>
    /// Sends SIGTERM to a function's process, as Lambda does, and kills the process if it does not exit. Coverage counts the branches of a
    /// process only if it exits by itself.
    /// </summary>
    public static void End(Process process)
    {
        const int SigTerm = 15;
        if (process.HasExited)
            return;
        if (OperatingSystem.IsWindows() || SendSignal(process.Id, SigTerm) != 0 || !process.WaitForExit(TimeSpan.FromSeconds(5)))
            process.Kill();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SendSignal(int process, int signal);
}
