using System.Collections.Concurrent;

namespace Template.Tests;

/// <summary>Builds the functions with the AWS SAM CLI, once for each architecture, in a copy of what SAM reads.</summary>
public sealed class SamBuild : IDisposable
{
    /// <summary>The region, which <see cref="AwsSdk.Tests.MotoServer.Ask"/> uses too.</summary>
    public const string Region = "eu-central-1";

    readonly ConcurrentDictionary<string, Lazy<Task<string>>> _copies = new();

    /// <summary>Skips the test if the AWS SAM CLI is not installed.</summary>
    public static void Require() => Assert.SkipUnless(Tool.IsOnPath("sam"), "skipped: the AWS SAM CLI (sam) is not on the PATH");

    /// <summary>Returns the folder of a copy of the repository in which <c>sam build</c> has run for an architecture.</summary>
    public Task<string> FolderAsync(string architecture) =>
        _copies.GetOrAdd(architecture, name => new Lazy<Task<string>>(() => BuildAsync(name))).Value;

    /// <summary>Runs the AWS SAM CLI.</summary>
    /// <param name="folder">The folder with the template and <c>samconfig.toml</c>.</param>
    /// <param name="input">Answers to the questions of SAM.</param>
    /// <param name="endpoint">The address of a mock of AWS.</param>
    /// <param name="arguments">The command and its options.</param>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, string input, string? endpoint,
        params string[] arguments) =>
        Tool.RunAsync(folder, input, new Dictionary<string, string?>
        {
            // The tests package what this machine can restore. AwsPackages=nuget tests the official packages, where NuGet has them.
            ["AwsPackages"] = Environment.GetEnvironmentVariable("AwsPackages") ?? "stand-in",
            ["AWS_ENDPOINT_URL"] = endpoint,
            ["AWS_REGION"] = Region,
            ["AWS_DEFAULT_REGION"] = Region,
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
            ["SAM_CLI_TELEMETRY"] = "0",
        }, "sam", arguments);

    public void Dispose()
    {
        foreach (var copy in _copies.Values.Where(copy => copy.Value.IsCompletedSuccessfully))
            Directory.Delete(copy.Value.Result, recursive: true);
    }

    static async Task<string> BuildAsync(string architecture)
    {
        var folder = Directory.CreateTempSubdirectory("sam-").FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.Root).Where(file => Path.GetExtension(file) is not (".sln" or ".md")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        foreach (var source in new[] { "functions", "aws" })
            Copy(Path.Combine(Repository.Root, source), Path.Combine(folder, source));
        var template = Path.Combine(folder, StackTemplate.FileName);
        await File.WriteAllTextAsync(template, (await File.ReadAllTextAsync(template))
            .Replace("Architectures: [arm64]", $"Architectures: [{architecture}]"));

        var (exitCode, output, errors) = await RunAsync(folder, "", null, "build");

        Assert.True(exitCode == 0, output + errors);
        return folder;
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
