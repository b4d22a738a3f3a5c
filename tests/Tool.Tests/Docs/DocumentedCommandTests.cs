using System.Globalization;
using System.Text.RegularExpressions;

namespace Tool.Tests.Docs;

/// <summary>Runs the commands in the documentation and the help, or at least checks that they name existing files.</summary>
public sealed partial class DocumentedCommandTests(ReadersFolder reader) : IClassFixture<ReadersFolder>
{
    const string LocalMode = "dotnet run --project local/Tool";

    // Commands that need an AWS account or a container engine, and this repository's own checks.
    static readonly string[] NotHere =
        ["sam ", "aws ", "docker ", "git ", "dotnet tool ", "dotnet pack ", "dotnet build", "./test", "./native", "./release"];

    // The portable part of a line for another shell.
    const string PowerShell = " | Out-String";

    // Benchmarks take minutes and gigabytes. The reader's folder runs the demo, and CommandMatrixTests runs it in another folder.
    public static TheoryData<string> FlowLogs =>
        [.. DocumentedCommand.All().Where(command => IsFlowLogs(command)
                && !command.Place.StartsWith("benchmarks/", StringComparison.Ordinal))
            .Select(command => command.Text.Replace($"{LocalMode} --", "flowlogs", StringComparison.Ordinal)
                .Replace(LocalMode, "flowlogs", StringComparison.Ordinal))
            .Concat(ManualTests.Examples.Select(example => example.Split(PowerShell)[0]))
            .Except(["flowlogs demo", "flowlogs demo --data sample"])];

    [Theory]
    [MemberData(nameof(FlowLogs))]
    public async Task A_documented_command_of_local_mode_succeeds(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands need a Unix shell.");

        var outcome = await reader.RunToItsEndAsync(LargeNumber().Replace(command, "--records 1000"));

        // SIGTERM ends commands that run until they are stopped.
        Assert.True(outcome.ExitCode == 0 || outcome is { ExitCode: 143, Errors: "" or "flowlogs: Interrupted.\n" }
            || (outcome.ExitCode == 3 && command.Contains(" findings", StringComparison.Ordinal)),
            $"{command} ended with {outcome.ExitCode}: {outcome.Errors}");
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--help", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_makes_the_last_day_with_rows_for_every_sample_query()
    {
        Assert.Equal((0, ""), (reader.Demo.ExitCode, reader.Demo.Errors));
        Assert.StartsWith("This is a sample: 100,000 generated records of the last 24 hours", reader.Demo.Output, StringComparison.Ordinal);
        Assert.Equal(100_000, reader.Demo.Count("stored"));
        var tables = reader.Demo.Output.Split("\n\n")[1..^1];
        Assert.Equal(3, tables.Length);
        Assert.All(tables, table => Assert.Matches(@"\n[1-9][0-9]* rows?, ", table));

        var rows = await reader.RunToItsEndAsync("flowlogs query --data flowlogs-demo -o csv \"select count(*), "
            + "count_if(date_format(\\\"end\\\", '%Y%m%d%H') = year || month || day || hour), "
            + "min(\\\"end\\\"), max(\\\"end\\\") from flow_logs\"");
        Assert.Equal(0, rows.ExitCode);
        var values = rows.Output.Split('\n')[1].Replace("\"", "", StringComparison.Ordinal).Split(',');
        Assert.Equal(["100000", "100000"], values[..2]);
        Assert.InRange(DateTime.Parse(values[2], CultureInfo.InvariantCulture), reader.DemoStart.AddHours(-24).AddMinutes(-2),
            reader.DemoStart.AddHours(-23));
        Assert.InRange(DateTime.Parse(values[3], CultureInfo.InvariantCulture), reader.DemoStart.AddMinutes(-10), DateTime.UtcNow);
        Assert.Matches(" 10\\.0\\.1\\.[0-9]+ (web|bastion|nat) ",
            (await reader.RunToItsEndAsync("flowlogs findings --data flowlogs-demo --severity high")).Output);
    }

    [Fact]
    public void Every_other_command_names_an_existing_project_or_script()
    {
        var others = DocumentedCommand.All().Where(command => !IsFlowLogs(command)).ToList();

        Assert.NotEmpty(others);
        foreach (var command in others)
        {
            var words = command.Text.Split(' ');
            if (words[0].StartsWith("./", StringComparison.Ordinal) || words[0].Contains('/', StringComparison.Ordinal))
                Assert.True(File.Exists(Path.Combine(Repository.Root, words[0])), $"{command}: {words[0]} does not exist");
            else if (words is ["dotnet", "run" or "publish" or "msbuild", ..]
                && words.FirstOrDefault(word => word.Contains('/', StringComparison.Ordinal) && !word.StartsWith('-')) is { } project)
                Assert.True(Path.Exists(Path.Combine(Repository.Root, project)), $"{command}: {project} does not exist");
            else
                Assert.Contains(NotHere, command.Text.StartsWith);
        }
    }

    // A command succeeds with fewer records, too, except that each incident needs its own.
    [GeneratedRegex(@"--records \d+(?!.*--incident)")]
    private static partial Regex LargeNumber();

    static bool IsFlowLogs(DocumentedCommand command) =>
        command.Text.StartsWith("flowlogs ", StringComparison.Ordinal) || command.Text.StartsWith(LocalMode, StringComparison.Ordinal);
}
