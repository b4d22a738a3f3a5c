using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace Tool.Cli;

/// <summary>
/// The help of a command: what it does, its arguments and options; then examples, exit codes, and the files and variables that it uses. For the
/// program as a whole, the examples are the first of each command.
/// </summary>
sealed class ManualPage(HelpAction usual) : SynchronousCommandLineAction
{
    // Lines are no longer than that, however wide the terminal is; in a narrower one they are as long as it is wide.
    const int Widest = 100;
    const int Narrowest = 30;

    public override bool ClearsParseErrors => true;

    /// <summary>Has the whole program's help read so.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new ManualPage((HelpAction)help.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var manual = command as ManualCommand;
        if (manual is { Details.Length: > 0 })
            manual.Description = $"{manual.Description} {manual.Details}";
        usual.MaxWidth = Width();
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in manual?.Examples ?? command.Subcommands.OfType<ManualCommand>().Select(sub => sub.Examples[0]))
            output.WriteLine($"  {example}");
        Write(output, "Exit codes",
        [
            ("0", "It ended well."),
            ("1", $"It failed; a line on standard error says why.{(manual is { Fails.Length: > 0 } ? $" So it does {manual.Fails}." : "")}"),
            ("2", "The call makes no sense: an option that there is not, a value that is none. Nothing was done."),
        ]);
        Write(output, "Files and variables", manual?.Uses ?? [("COLUMNS", "How wide help is in a pipe, from 30 to 100 columns [default: 100]; on a terminal it is as wide as that is.")]);
        return code;
    }

    // In a pipe the terminal's width is not known, unless the shell tells.
    static int Width()
    {
        var width = !Console.IsOutputRedirected ? Console.WindowWidth
            : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) ? columns
            : Widest;
        return Math.Clamp(width, Narrowest, Widest);
    }

    void Write(TextWriter output, string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        if (rows.Count == 0)
            return;
        output.WriteLine($"\n{title}:");
        var indent = Math.Min(rows.Max(row => row.Name.Length) + 4, usual.MaxWidth / 2);
        foreach (var (name, text) in rows)
        {
            var label = $"  {name}";
            foreach (var line in Lines(text, usual.MaxWidth - indent))
            {
                if (label.Length > indent - 2)
                {
                    output.WriteLine(label);
                    label = "";
                }
                output.WriteLine($"{label.PadRight(indent)}{line}");
                label = "";
            }
        }
    }

    static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
