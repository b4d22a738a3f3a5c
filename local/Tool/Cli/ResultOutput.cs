using System.CommandLine;
using Emulator.Athena;

namespace Tool.Cli;

/// <summary>The option <c>--output</c>, and how rows are written by it.</summary>
sealed class ResultOutput
{
    const string Table = "table";

    static readonly string[] Forms = [Table, "csv", "json"];

    public ResultOutput() => Option.CompletionSources.Add(Forms);

    public Option<string> Option { get; } = new("--output")
    {
        Description = "How rows are written",
        HelpName = "table|csv|json",
        DefaultValueFactory = _ => Table,
        CustomParser = result =>
        {
            if (Forms.Contains(result.Tokens[0].Value))
                return result.Tokens[0].Value;
            result.AddError($"--output '{result.Tokens[0].Value}' is none of {string.Join(", ", Forms)}.");
            return Table;
        },
    };

    /// <summary>Whether people are to read it, so that more than rows may be written.</summary>
    public bool IsTable(ParseResult call) => call.GetValue(Option) == Table;

    public void Write(ParseResult call, QueryResult result)
    {
        switch (call.GetValue(Option))
        {
            case "csv":
                ResultWriter.WriteCsv(result, Console.Out);
                break;
            case "json":
                using (var stream = Console.OpenStandardOutput())
                    ResultWriter.WriteJson(result, stream);
                break;
            default:
                ResultTable.Write(result);
                break;
        }
    }
}
