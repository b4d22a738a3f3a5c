using System.CommandLine;
using FlowLogs.Local.Athena;
using FlowLogs.Local.Stack;

namespace FlowLogs.Local.Cli;

/// <summary><c>flowlogs query</c>: SQL over what is stored, as Athena would run it.</summary>
static class QueryCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("SQL") { Description = "One statement; - reads it from standard input" };
        var output = new ResultOutput();
        var common = new CommonOptions();
        var command = new ExampleCommand(
            "query", "Run SQL over the stored flow logs: database vpc_flow_logs, table flow_logs, partitioned by year, month, day, hour.",
            "flowlogs query \"select action, count(*) from flow_logs group by action\"",
            "flowlogs query \"select * from flow_logs where year='2026' and month='11' and day='25' and hour='10'\" --output csv",
            "flowlogs query \"show partitions flow_logs\" --data flows-data")
        {
            sql, output.Option,
        };
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
