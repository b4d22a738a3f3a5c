using System.CommandLine;
using System.Globalization;
using Emulator.Athena;
using Emulator.CloudWatch;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs metrics</c>: what the functions published, as CloudWatch would keep it.</summary>
static class MetricsCommand
{
    static readonly ResultColumn[] Columns =
    [
        new("metric", "varchar"), new("dimensions", "map(varchar, varchar)"), new("timestamp", "varchar"), new("value", "double"),
    ];

    public static Command Create()
    {
        var metric = new Option<string?>("--metric") { Description = "Only the metric of this name, such as RejectedTcpPackets [default: all]", HelpName = "NAME" };
        var from = UtcTime.Option("--from", "Only windows that begin at this time or later", " [default: the first]");
        var to = UtcTime.Option("--to", "Only windows that begin before this time", " [default: the last]");
        var output = new ResultOutput();
        var common = new CommonOptions();
        var command = new ManualCommand("metrics", "Print the metrics that the functions published, as CloudWatch keeps them.")
        {
            Details = "A row has the metric's name and dimensions, the start of its window of 15 minutes in UTC, and the sum of what the shards published for it.",
            Examples =
            [
                "flowlogs metrics --metric RejectedTcpPackets",
                "flowlogs metrics --from 2026-11-25T00:00 --to 2026-11-26T00:00 --output csv",
            ],
        };
        foreach (var option in new Option[] { metric, from, to, output.Option, common.Data })
            command.Add(option);
        command.SetAction(call =>
        {
            if (call.GetValue(from) >= call.GetValue(to))
                throw new FormatException("--to is not later than --from: no window begins between them.");
            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            var all = new MetricReader(data).Refresh().Series;
            var rows = Rows(all, call.GetValue(metric), call.GetValue(from) ?? DateTimeOffset.MinValue, call.GetValue(to)).ToList();
            using var result = QueryResult.Of(Columns, rows);
            output.Write(call, result);
            if (rows.Count == 0)
                Console.Error.WriteLine($"flowlogs: {WhyNone(data, all, call.GetValue(metric))}");
        });
        return command;
    }

    static string WhyNone(string data, IReadOnlyCollection<MetricSeries> all, string? metric) =>
        all.Count == 0 ? $"{data}: no metric has been published; 'flowlogs run' has MetricPublisher publish some."
        : metric is not null && all.All(series => series.MetricName != metric)
            ? $"No metric '{metric}' has been published; these have: {string.Join(", ", all.Select(series => series.MetricName).Distinct())}."
        : "No window begins at a time that --from and --to let through.";

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
