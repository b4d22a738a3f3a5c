using System.CommandLine;
using System.Globalization;
using FlowLogs.Local.Athena;
using FlowLogs.Local.CloudWatch;
using FlowLogs.Local.Stack;

namespace FlowLogs.Local.Cli;

/// <summary><c>flowlogs metrics</c>: what the functions published, as CloudWatch would keep it.</summary>
static class MetricsCommand
{
    static readonly ResultColumn[] Columns =
    [
        new("metric", "varchar"), new("dimensions", "map(varchar, varchar)"), new("timestamp", "varchar"), new("value", "double"),
    ];

    public static Command Create()
    {
        var metric = new Option<string?>("--metric") { Description = "Only the metric of this name", HelpName = "NAME" };
        var from = UtcTime.Option("--from", "Only windows that begin at this time or later");
        var to = UtcTime.Option("--to", "Only windows that begin before this time");
        var output = new ResultOutput();
        var common = new CommonOptions();
        var command = new ExampleCommand(
            "metrics", "Print the published metrics: name, dimensions, start of the window in UTC, and the sum of what the shards published for it.",
            "flowlogs metrics --metric RejectedTcpPackets",
            "flowlogs metrics --from 2026-11-25T00:00 --to 2026-11-26T00:00 --output csv")
        {
            common.Data, output.Option, metric, from, to,
        };
        command.SetAction(call =>
        {
            var reader = new MetricReader(DataFolder.OpenForReading(call.GetValue(common.Data)!)).Refresh();
            var rows = Rows(reader.Series, call.GetValue(metric), call.GetValue(from) ?? DateTimeOffset.MinValue, call.GetValue(to));
            using var result = QueryResult.Of(Columns, rows);
            output.Write(call, result);
        });
        return command;
    }

    static IEnumerable<object?[]> Rows(IEnumerable<MetricSeries> all, string? metric, DateTimeOffset from, DateTimeOffset? to) =>
        from series in all
        where metric is null || series.MetricName == metric
        from point in series.Points
        where point.Key >= @from && (to is null || point.Key < to)
        select new object?[] { series.MetricName, series.Dimensions, Text(point.Key), IsWhole(point.Value.Sum) ? (long)point.Value.Sum : (object)point.Value.Sum };

    static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // Counts are whole numbers, and are written as such.
    static bool IsWhole(double value) => double.IsInteger(value) && Math.Abs(value) < 1e18;
}
