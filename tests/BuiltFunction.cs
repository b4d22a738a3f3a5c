namespace FlowLogs.Tests;

/// <summary>Where the executable of a function is: built beside its sources, or where FLOWLOGS_FUNCTIONS says, with functions compiled natively for example.</summary>
static class BuiltFunction
{
    public static string PathOf(string name)
    {
        if (Environment.GetEnvironmentVariable("FLOWLOGS_FUNCTIONS") is { Length: > 0 } folder)
            return Path.GetFullPath(Path.Combine(folder, name, "bootstrap"));
        // tests/X.Tests/bin/<configuration>/net10.0: the function's output lies in the same places under its own folder. Beside the tests it would
        // lack what they have from ASP.NET Core.
        var project = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        while (Path.GetFileName(Path.GetDirectoryName(project)) != "tests")
            project = Path.GetDirectoryName(project)!;
        return Path.Combine(project, "..", "..", "functions", name, Path.GetRelativePath(project, AppContext.BaseDirectory), name);
    }
}
