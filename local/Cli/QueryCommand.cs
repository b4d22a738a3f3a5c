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
        var output = new Option<string>("--output")
        {
            Description = "How rows are written",
            HelpName = "table|csv|json",
            DefaultValueFactory = _ => "table",
        };
        output.AcceptOnlyFromAmong("table", "csv", "json");
        var common = new CommonOptions();
        var command = new Command("query", "Run SQL over the stored flow logs: database vpc_flow_logs, table flow_logs, partitioned by year, month, day, hour.")
        {
            sql, output,
        };
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var text = call.GetValue(sql)!;
            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            var engine = FlowLogTable.Engine(common.LoadTemplate(call), data);
            using var result = engine.Query(text == "-" ? await Console.In.ReadToEndAsync(cancellation) : text, cancellation);
            Write(result, call.GetValue(output)!);
            return 0;
        });
        return command;
    }

    static void Write(QueryResult result, string output)
    {
        switch (output)
        {
            case "csv":
                ResultWriter.WriteCsv(result, Console.Out);
                Console.Error.WriteLine(result.Statistics);
                break;
            case "json":
                using (var stream = Console.OpenStandardOutput())
                    ResultWriter.WriteJson(result, stream);
                Console.Error.WriteLine(result.Statistics);
                break;
            default:
                ResultTable.Write(result);
                Console.WriteLine(result.Statistics);
                break;
        }
    }
}
