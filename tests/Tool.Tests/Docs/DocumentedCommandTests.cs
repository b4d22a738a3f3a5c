namespace Tool.Tests.Docs;

/// <summary>What the documentation tells its reader to run does what it says, or at least names what is there.</summary>
public sealed class DocumentedCommandTests(ReadersFolder reader) : IClassFixture<ReadersFolder>
{
    const string LocalMode = "dotnet run --project local/Tool";

    // They need an AWS account or a container engine, or are this repository's own checks.
    static readonly string[] NotHere =
        ["sam ", "aws ", "docker ", "git ", "dotnet tool ", "dotnet pack ", "dotnet build", "./test", "./native", "./release"];

    // Those of the benchmarks take minutes and gigabytes, on purpose.
    public static TheoryData<string> FlowLogs =>
        [.. DocumentedCommand.All().Where(command => IsFlowLogs(command)
            && !command.Place.StartsWith("benchmarks/", StringComparison.Ordinal)).Select(command => command.ToString())];

    [Theory]
    [MemberData(nameof(FlowLogs))]
    public async Task A_command_of_local_mode_ends_well(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the documentation's commands are for a Unix shell");
        var text = command[(command.IndexOf(": ", StringComparison.Ordinal) + 2)..].Replace($"{LocalMode} --", "flowlogs",
            StringComparison.Ordinal).Replace(LocalMode, "flowlogs", StringComparison.Ordinal);

        var outcome = await reader.RunToItsEndAsync(text);

        // What goes on until it is ended is ended by SIGTERM.
        Assert.True(outcome.ExitCode == 0 || outcome is { ExitCode: 143, Errors: "" or "flowlogs: Interrupted.\n" },
            $"{command} ended with {outcome.ExitCode}: {outcome.Errors}");
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--help", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_other_command_names_a_project_or_a_script_that_is_there()
    {
        var others = DocumentedCommand.All().Where(command => !IsFlowLogs(command)).ToList();

        Assert.NotEmpty(others);
        foreach (var command in others)
        {
            var words = command.Text.Split(' ');
            if (words[0].StartsWith("./", StringComparison.Ordinal) || words[0].Contains('/', StringComparison.Ordinal))
                Assert.True(File.Exists(Path.Combine(Repository.Root, words[0])), $"{command}: there is no {words[0]}");
            else if (words is ["dotnet", "run" or "publish" or "msbuild", ..]
                && words.FirstOrDefault(word => word.Contains('/', StringComparison.Ordinal) && !word.StartsWith('-')) is { } project)
                Assert.True(Path.Exists(Path.Combine(Repository.Root, project)), $"{command}: there is no {project}");
            else
                Assert.Contains(NotHere, command.Text.StartsWith);
        }
    }

    static bool IsFlowLogs(DocumentedCommand command) =>
        command.Text.StartsWith("flowlogs ", StringComparison.Ordinal) || command.Text.StartsWith(LocalMode, StringComparison.Ordinal);
}
