using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tool.Input;
using Tool.Stack;
using Web;

namespace Tool.Cli;

/// <summary><c>flowlogs query</c>: runs SQL over the stored flow logs, like Athena.</summary>
static class QueryCommand
{
    // More rows would scroll past unread.
    const long RowsOnTerminal = 200;

    public static Command Create()
    {
        var sql = new Argument<string?>("SQL")
        {
            Description = "One statement in Athena's SQL, also ALTER TABLE ... ADD or DROP PARTITION; - reads the statement from standard "
                + "input [default: standard input if it is a pipe or a file; on a terminal, a prompt]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Option<string?>("--file", "-f")
        {
            Description = "Read the statement from this file instead [default: the argument SQL]",
            HelpName = "FILE"
        };
        var limit = new Option<long?>("--limit")
        {
            Description = $"Show at most N rows; 0 shows all [default: {RowsOnTerminal} for a table on a terminal, otherwise all]",
            HelpName = "N",
            CustomParser = result =>
            {
                if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
                    return rows;
                result.AddError($"--limit must be a whole number, but was '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var names = ServeOptions.NamesOption();
        var geoIp = ServeOptions.GeoIpOption();
        var output = new ResultOutput();
        var common = new CommonOptions();
        var command = new ManualCommand("query", "Run SQL over the stored flow logs, like Athena.")
        {
            Details = "The table is flow_logs in the database vpc_flow_logs. Its partitions are year, month, day and hour: strings in UTC "
                + "such as '07'. docs/fields.md describes its columns. "
                + "Scan statistics follow the rows. With --output csv and json, they go to standard error. "
                + $"On a terminal, a table shows the names of {NameList.FileName} beside addresses and interfaces. --names and --geoip add "
                + "labels to every table. CSV and JSON have only the values. "
                + "The prompt has history and completion. A statement at the prompt ends with a semicolon, and Ctrl+C cancels it.",
            Examples =
            [
                "flowlogs query \"select action, count(*) from flow_logs group by action\"",
                "flowlogs query \"select * from flow_logs where year='2026' and month='11' limit 9\" --output csv",
                "echo \"select count(*) from flow_logs\" | flowlogs query",
                "flowlogs query -f query.sql --limit 10",
                "flowlogs query \"show partitions flow_logs\" --data flows-data",
            ],
            Fails = "if Athena would reject the statement or fail to run it",
            Uses = [(StatementHistory.Place, "The statements of the prompt, the newest 1,000.")],
        };
        command.Add(sql);
        command.Add(file);
        command.Add(limit);
        command.Add(names);
        command.Add(geoIp);
        command.Add(output.Option);
        common.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(sql) is not null && result.GetValue(file) is not null)
                result.AddError("Pass the SQL as an argument or with --file, not both.");
            if (IsLabelled(result) && result.GetValue(output.Option) is not (null or ResultOutput.Table))
                result.AddError("--names and --geoip are for tables. CSV and JSON have the values as Athena returns them.");
        });
        command.SetAction(async (call, cancellation) =>
        {
            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            var engine = FlowLogTable.Engine(common.LoadTemplate(call), data);
            using var places = new GeoDatabases(call.GetValue(geoIp) ?? []);
            var labels = output.IsTable(call) && (!Console.IsOutputRedirected || IsLabelled(call.CommandResult))
                ? new AddressLabels(call.GetValue(names) is { } named ? NameList.Read(named) : NameList.InFolder(data), places)
                : null;
            var mostRows = call.GetValue(limit) ?? (output.IsTable(call) && !Console.IsOutputRedirected ? RowsOnTerminal : 0);
            if (await ReadStatementAsync(call.GetValue(sql), call.GetValue(file), cancellation) is { } text)
                Run(text, cancellation);
            else
                await new QueryPrompt(engine.Table, Run).RunAsync(cancellation);
            return 0;

            void Run(string statement, CancellationToken stop)
            {
                using var result = engine.Query(statement, stop);
                result.MostRows = mostRows == 0 ? long.MaxValue : mostRows;
                output.Write(call, result, labels);
                (output.IsTable(call) ? Console.Out : Console.Error).WriteLine(result.IsCut
                    ? string.Create(CultureInfo.InvariantCulture,
                    $"First {mostRows:N0} rows. There are more: --limit 0 shows all, --output csv exports them.")
                    : result.Statistics.ToString());
            }
        });
        return command;

        bool IsLabelled(CommandResult call) => call.GetValue(names) is not null || call.GetValue(geoIp) is { Length: > 0 };
    }

    /// <summary>Reads the statement of a call; null if the user must enter it at the prompt.</summary>
    static async Task<string?> ReadStatementAsync(string? argument, string? file, CancellationToken cancellation)
    {
        if (file is not null)
            return await ReadFileAsync(file, cancellation);
        if (argument is not (null or "-"))
            return argument;
        if (argument is null && !Console.IsInputRedirected)
            return null;
        // A blocked read of a pipe cannot be cancelled, but the wait for it can.
        var text = await Task.Run(Console.In.ReadToEnd, cancellation).WaitAsync(cancellation);
        return text.AsSpan().IsWhiteSpace()
            ? throw new FormatException("Standard input has no SQL. Pass the SQL as an argument, with --file, or through a pipe.") : text;
    }

    static async Task<string> ReadFileAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"SQL file not found: {file}. Name an existing file with --file.");
        }
    }
}
