using System.CommandLine;
using Tool.Cli;
using Tool.Tests.Cli;

namespace Tool.Tests.Docs;

/// <summary>Checks the help of every command. <see cref="DocumentedCommandTests"/> runs its examples.</summary>
public sealed class ManualTests
{
    public static TheoryData<string> Commands => [.. All().Select(NameOf)];

    internal static IEnumerable<string> Examples => All().OfType<ManualCommand>().SelectMany(command => command.Examples);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_describes_a_command_its_arguments_and_its_options(string name)
    {
        var command = All().Single(command => NameOf(command) == name);

        Assert.EndsWith(".", command.Description);
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description), argument.Name));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
        // The help must state the default value.
        Assert.All(command.Options.Where(option =>
            option is { Required: false, HasDefaultValue: false } && !IsSwitch(option) && option.Name is not ("--host" or "--geoip")),
            option => Assert.Contains("[default: ", option.Description, StringComparison.Ordinal));
        if (command is not RootCommand)
            Assert.All(Assert.IsAssignableFrom<ManualCommand>(command).Examples.DefaultIfEmpty(""), example =>
                Assert.Contains(NameOf(command), example, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_fits_narrow_and_wide_terminals(string name)
    {
        foreach (var width in new[] { 60, 100 })
        {
            using var help = new StringWriter { NewLine = "\n" };

            Assert.Equal(0, CommandLine.Root(width).Parse([.. name.Split(' ')[1..], "--help"])
                .Invoke(new InvocationConfiguration { Output = help }));

            Assert.Contains("\nExit codes:\n  0", $"{help}", StringComparison.Ordinal);
            // Help does not break shell lines, so that they can be copied.
            Assert.All($"{help}".Split('\n'), line => Assert.True(
                line.TrimEnd().Length <= (line.Contains("flowlogs ", StringComparison.Ordinal) ? 100 : width), line));
        }
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("400", 100)]
    [InlineData("", 100)]
    public async Task Help_in_a_pipe_has_the_width_of_COLUMNS(string columns, int width)
    {
        using var here = new Sandbox();

        var help = await here.RunAsync(null, new Dictionary<string, string> { ["COLUMNS"] = columns }, "run", "--help");

        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.InRange(help.Output.Split('\n').Where(line => !line.Contains("flowlogs ", StringComparison.Ordinal))
            .Max(line => line.TrimEnd().Length), width - 10, width);
    }

    static IEnumerable<Command> All()
    {
        var left = new Queue<Command>([CommandLine.Root()]);
        while (left.TryDequeue(out var command))
        {
            yield return command;
            foreach (var subcommand in command.Subcommands)
                left.Enqueue(subcommand);
        }
    }

    static string NameOf(Command command) =>
        command is RootCommand ? "flowlogs" : $"{command.Parents.OfType<Command>().Select(NameOf).Single()} {command.Name}";

    static bool IsSwitch(Option option) => option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0;
}
