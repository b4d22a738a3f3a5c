using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;

namespace Tool.Cli;

/// <summary>
/// Prints the help of a command: its purpose, arguments and options, then examples, exit codes, and the files and variables that it uses.
/// The help of the whole program shows the first example of each command.
/// </summary>
sealed class ManualPage(HelpAction usual, int? width) : SynchronousCommandLineAction
{
    // The longest line, however wide the terminal is.
    const int Widest = 100;
    const int Narrowest = 30;

    public override bool ClearsParseErrors => true;

    /// <summary>Makes this the help of all commands.</summary>
    /// <param name="root">The root of the commands.</param>
    /// <param name="width">The columns of a line; null for those of the terminal.</param>
    public static void AddTo(RootCommand root, int? width)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new ManualPage((HelpAction)help.Action!, width);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var manual = command as ManualCommand;
        if (manual is { Details.Length: > 0 })
            manual.Description = $"{manual.Description} {manual.Details}";
        usual.MaxWidth = width ?? Width();
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in manual?.Examples ?? command.Subcommands.OfType<ManualCommand>().Select(sub => sub.Examples[0]))
            output.WriteLine($"  {example}");
        Write(output, "Exit codes",
        [
            ("0", "Success, or the reader of the output has closed the pipe."),
            ("1", $"Failure. A line on standard error says why.{(manual is { Fails.Length: > 0 } ? $" Also {manual.Fails}." : "")}"),
            ("2", "Usage error: unknown option or invalid value. Nothing was done."),
            .. manual?.MoreExitCodes ?? [],
            ("128 + N", "Signal N ended the command: 130 for Ctrl+C, 143 for SIGTERM."),
        ]);
        Write(output, "Files and variables", manual?.Uses ??
        [
            ("COLUMNS", "The width of help in a pipe, from 30 to 100 columns [default: 100]. "
                + "On a terminal, help has the terminal's width."),
            ("NO_COLOR", "If set, output has no colors."),
        ]);
        return code;
    }

    // In a pipe, the terminal's width is unknown unless the shell exports it.
    static int Width()
    {
        var width = !Console.IsOutputRedirected ? Console.WindowWidth
            : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            ? columns
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
