using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FlowLogs.Tests;

/// <summary>
/// The executable of a function: built beside its sources, or where FLOWLOGS_FUNCTIONS says, with functions compiled natively for example.
/// </summary>
static class BuiltFunction
{
    public static string PathOf(string name)
    {
        if (Environment.GetEnvironmentVariable("FLOWLOGS_FUNCTIONS") is { Length: > 0 } folder)
            return Path.GetFullPath(Path.Combine(folder, name, "bootstrap"));
        // tests/X.Tests/bin/<configuration>/net10.0: the function's output lies in the same places under its own folder. Beside the tests
        // it would lack what they have from ASP.NET Core.
        var project = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        while (Path.GetFileName(Path.GetDirectoryName(project)) != "tests")
            project = Path.GetDirectoryName(project)!;
        return Path.Combine(project, "..", "..", "functions", name, Path.GetRelativePath(project, AppContext.BaseDirectory), name);
    }

    /// <summary>
    /// Whether the functions in FLOWLOGS_FUNCTIONS contain the official AWS packages, which the variable AwsPackages=nuget says. The
    /// official packages report errors of the initialization in another way: docs/decisions/entry-points.md.
    /// </summary>
    public static bool HasOfficialPackages => Environment.GetEnvironmentVariable("AwsPackages") == "nuget";

    /// <summary>Skips a test of what the official packages do not do.</summary>
    public static void RequireStandIns() =>
        Assert.SkipWhen(HasOfficialPackages,
            "skipped: with the official packages, the process ends without a message (docs/decisions/entry-points.md)");

    /// <summary>
    /// Asks a function's process to end, as Lambda does, and ends it where it does not. Branches that it took are counted only in an end of
    /// its own.
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
