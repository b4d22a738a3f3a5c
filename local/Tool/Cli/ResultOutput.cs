using System.CommandLine;
using Emulator.Athena;

namespace Tool.Cli;

/// <summary>The option <c>--output</c>, and the rows in its formats.</summary>
sealed class ResultOutput
{
    public const string Table = "table";

    /// <param name="more">Formats that the command writes itself.</param>
    public ResultOutput(params string[] more)
    {
        string[] formats = [Table, "csv", "json", .. more];
        Option = new Option<string>("--output", "-o")
        {
            Description = "The format of the rows",
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => Table,
            CustomParser = result => formats.Contains(result.Tokens[0].Value)
                ? result.Tokens[0].Value
                : result.Refuse<string>(
                    $"Invalid output format '{result.Tokens[0].Value}'. Use {string.Join(", ", formats[..^1])} or {formats[^1]}."),
        };
        Option.CompletionSources.Add(formats);
    }

    public Option<string> Option { get; }

    /// <summary>Whether the output is for people, and can contain more than rows.</summary>
    public bool IsTable(ParseResult call) => call.GetValue(Option) == Table;

    /// <summary>Writes the rows.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result">The rows.</param>
    /// <param name="labels">The labels of addresses in a table; null to show none.</param>
    public void Write(ParseResult call, QueryResult result, AddressLabels? labels = null)
    {
        switch (call.GetValue(Option))
        {
            case "csv":
                using (var text = StandardOutput.OpenDataText())
                    ResultWriter.WriteCsv(result, text);
                break;
            case "json":
                using (var stream = new BufferedStream(StandardOutput.OpenData(), 64 * 1024))
                    ResultWriter.WriteJson(result, stream);
                break;
            default:
                ResultTable.Write(result, labels);
                break;
        }
    }
}
