using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tool.Input;
using Tool.Stack;
using Web;

namespace Tool.Cli;

/// <summary><c>flowlogs query</c>: runs SQL over the stored flow logs, like Athena.</summary>
sealed class QueryCommand : ManualCommand
{
    // More rows would scroll past unread.
    const long RowsOnTerminal = 200;

    readonly Argument<string?> _sql = new("SQL")
    {
        Description = "One statement in Athena's SQL, also ALTER TABLE ... ADD or DROP PARTITION; - reads the statement from standard "
            + "input [default: standard input if it is a pipe or a file; on a terminal, a prompt]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    readonly Option<string?> _file = new("--file", "-f")
    {
        Description = "Read the statement from this file instead [default: the argument SQL]",
        HelpName = "FILE",
    };

    readonly Option<long?> _limit = new("--limit")
    {
        Description = $"Show at most N rows; 0 shows all [default: {RowsOnTerminal} for a table on a terminal, otherwise all]",
        HelpName = "N",
        CustomParser = result =>
            long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
                ? rows
                : result.Refuse<long?>($"--limit must be a whole number, but was '{result.Tokens[0].Value}'."),
    };

    readonly LabelOptions _labels = new();
    readonly ResultOutput _output = new();
    readonly CommonOptions _common = new();

    public QueryCommand()
        : base("query", "Run SQL over the stored flow logs, like Athena.",
            "flowlogs query \"select action, count(*) from flow_logs group by action\"",
            "flowlogs query \"select * from flow_logs where year='2026' and month='11' limit 9\" --output csv",
            "echo \"select count(*) from flow_logs\" | flowlogs query",
            "flowlogs query -f query.sql --limit 10",
            "flowlogs query \"show partitions flow_logs\" --data flows-data")
    {
        Details = "The table is flow_logs in the database vpc_flow_logs. Its partitions are year, month, day and hour: strings in UTC "
            + "such as '07'. docs/fields.md describes its columns. "
            + "Scan statistics follow the rows. With --output csv and json, they go to standard error. "
            + $"On a terminal, a table shows the names of {NameList.FileName} beside addresses and interfaces. --names and --geoip add "
            + "labels to every table. CSV and JSON have only the values. "
            + "The prompt has history and completion. A statement at the prompt ends with a semicolon, and Ctrl+C cancels it.";
        Fails = "if Athena would reject the statement or fail to run it";
        Uses = [(StatementHistory.Place, "The statements of the prompt, the newest 1,000.")];
        Add(_sql);
        Add([_file, _limit, _labels.Names, _labels.GeoIp, _output.Option, .. _common.All]);
        Validators.Add(Validate);
        SetAction(QueryAsync);
    }

    void Validate(CommandResult result)
    {
        if (result.GetValue(_sql) is not null && result.GetValue(_file) is not null)
            result.AddError("Pass the SQL as an argument or with --file, not both.");
        if (IsLabelled(result) && result.GetValue(_output.Option) is not (null or ResultOutput.Table))
            result.AddError("--names and --geoip are for tables. CSV and JSON have the values as Athena returns them.");
    }

    bool IsLabelled(CommandResult call) => call.GetResult(_labels.Names) is not null || call.GetResult(_labels.GeoIp) is not null;

    async Task<int> QueryAsync(ParseResult call, CancellationToken cancellation)
    {
        var data = _common.DataOf(call);
        var engine = FlowLogTable.Engine(_common.LoadTemplate(call), data);
        var isTable = _output.IsTable(call);
        using var places = new GeoDatabases(call.GetValue(_labels.GeoIp) ?? []);
        var labels = isTable && (!Console.IsOutputRedirected || IsLabelled(call.CommandResult))
            ? new AddressLabels(call.GetValue(_labels.Names) is { } named ? NameList.Read(named) : NameList.InFolder(data), places)
            : null;
        var mostRows = call.GetValue(_limit) ?? (isTable && !Console.IsOutputRedirected ? RowsOnTerminal : 0);
        if (await ReadStatementAsync(call.GetValue(_sql), call.GetValue(_file), cancellation) is { } text)
            Run(text, cancellation);
        else
            await new QueryPrompt(engine.Table, Run).RunAsync(cancellation);
        return 0;

        void Run(string statement, CancellationToken stop)
        {
            using var result = engine.Query(statement, stop);
            result.MostRows = mostRows == 0 ? long.MaxValue : mostRows;
            _output.Write(call, result, labels);
            (isTable ? Console.Out : Console.Error).WriteLine(result.IsCut
                ? $"First {mostRows:N0} rows. There are more: --limit 0 shows all, --output csv exports them."
                : result.Statistics.ToString());
        }
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
