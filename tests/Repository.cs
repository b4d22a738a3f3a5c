namespace FlowLogs.Tests;

/// <summary>Locates the files of the repository.</summary>
static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "FlowLogLambdas.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);
}
