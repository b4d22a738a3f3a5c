namespace FlowLogs.Tests;

/// <summary>The repository that the tests are of, wherever they run.</summary>
static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "FlowLogLambdas.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);
}
