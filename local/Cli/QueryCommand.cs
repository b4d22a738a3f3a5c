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
        var command = new Command("query", "Run SQL over the stored flow logs: database vpc_flow_logs, table flow_logs, partitioned by year, month, day, hour.")
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
