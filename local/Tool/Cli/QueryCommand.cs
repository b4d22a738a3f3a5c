using System.CommandLine;
using Emulator.Athena;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs query</c>: SQL over what is stored, as Athena would run it.</summary>
static class QueryCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("SQL") { Description = "One statement of Athena's SQL, or ALTER TABLE ... ADD or DROP PARTITION; - reads it from standard input" };
        var output = new ResultOutput();
        var common = new CommonOptions();
        var command = new ManualCommand("query", "Run SQL over the stored flow logs, as Athena does.")
        {
            Details = "The table is flow_logs in the database vpc_flow_logs, partitioned by year, month, day and hour (UTC, texts such as '07'); docs/fields.md has its columns. "
                + "What was scanned is told below the rows, or on standard error with --output csv and json.",
            Examples =
            [
                "flowlogs query \"select action, count(*) from flow_logs group by action\"",
                "flowlogs query \"select * from flow_logs where year='2026' and month='11' limit 9\" --output csv",
                "flowlogs query \"show partitions flow_logs\" --data flows-data",
            ],
            Fails = "where Athena would refuse the statement or fail at it",
            Uses = [CommonOptions.TemplateFile],
        };
        command.Add(sql);
        command.Add(output.Option);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var text = call.GetValue(sql)!;
            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            var engine = FlowLogTable.Engine(common.LoadTemplate(call), data);
            using var result = engine.Query(text == "-" ? await Console.In.ReadToEndAsync(cancellation) : text, cancellation);
            output.Write(call, result);
            (output.IsTable(call) ? Console.Out : Console.Error).WriteLine(result.Statistics);
            return 0;
        });
        return command;
    }
}
