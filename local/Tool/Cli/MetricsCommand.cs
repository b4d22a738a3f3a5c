using System.CommandLine;
using System.Globalization;
using Emulator.Athena;
using Emulator.CloudWatch;
using Tool.Stack;
using Web;

namespace Tool.Cli;

/// <summary><c>flowlogs metrics</c>: prints the metrics that the functions published.</summary>
static class MetricsCommand
{
    static readonly ResultColumn[] Columns =
    [
        new("metric", "varchar"), new("dimensions", "map(varchar, varchar)"), new("timestamp", "varchar"), new("value", "double"),
    ];

    public static Command Create()
    {
        var metric = new Option<string?>("--metric")
        {
            Description = "Only the metric with this name, such as RejectedTcpPackets [default: all]",
            HelpName = "NAME",
        };
        var from = UtcTime.Option("--from", "Only windows that start at this time or later", " [default: the first]");
        var to = UtcTime.Option("--to", "Only windows that start before this time", " [default: the last]");
        var range = new Option<string?>("--range")
        {
            Description = "Only the time up to the newest window: hours or days such as 1h, 24h or 7d, or all [default: all]",
            HelpName = "RANGE",
        };
        range.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TimeRange.IsLength(token.Value))
                result.AddError($"Invalid time range '{token.Value}'. Use 24h, 7d or all.");
        });
        var output = new ResultOutput();
        var common = new CommonOptions();
        var command = new ManualCommand("metrics", "Print the metrics that the functions published.")
        {
            Details = "Each row has the metric's name and dimensions, the start of its 15-minute window in UTC, and the window's sum over "
                + "all shards.",
            Examples =
            [
                "flowlogs metrics --metric RejectedTcpPackets --range 24h",
                "flowlogs metrics --from 2026-11-25T00:00 --to 2026-11-26T00:00 --output csv",
            ],
        };
        foreach (var option in new Option[] { metric, range, from, to, output.Option, common.Data })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(range) is not null && (result.GetValue(from) is not null || result.GetValue(to) is not null))
                result.AddError("--range cannot be used with --from and --to.");
        });
        command.SetAction(call =>
        {
            if (call.GetValue(from) >= call.GetValue(to))
                throw new FormatException("--to must be later than --from.");
            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            var all = new MetricReader(data).Refresh().Series;
            var first = call.GetValue(from) ?? StartOf(call.GetValue(range), all) ?? DateTimeOffset.MinValue;
            var rows = Rows(all, call.GetValue(metric), first, call.GetValue(to)).ToList();
            using var result = QueryResult.Of(Columns, rows);
            output.Write(call, result);
            if (rows.Count == 0)
                Console.Error.WriteLine(WhyNone(data, all, call.GetValue(metric)));
        });
        return command;
    }

    // As on the web page: up to the newest point, from a whole bucket on.
    static DateTimeOffset? StartOf(string? range, IReadOnlyCollection<MetricSeries> all)
    {
        var times = all.SelectMany(series => series.Points.Keys).ToList();
        return range is null || times.Count == 0 ? null : TimeRange.Last(range, new DataSpan(times.Min(), times.Max()), TimeSpan.Zero).From;
    }

    static string WhyNone(string data, IReadOnlyCollection<MetricSeries> all, string? metric) =>
        all.Count == 0 ? $"{data} has no metrics. 'flowlogs run FILE' publishes metrics of rejected traffic."
        : metric is not null && all.All(series => series.MetricName != metric)
            ? $"Unknown metric '{metric}'. Published metrics: {string.Join(", ", all.Select(series => series.MetricName).Distinct())}."
        : "No window starts between --from and --to.";

    static IEnumerable<object?[]> Rows(IEnumerable<MetricSeries> all, string? metric, DateTimeOffset from, DateTimeOffset? to) =>
        from series in all
        where metric is null || series.MetricName == metric
        from point in series.Points
        where point.Key >= @from && (to is null || point.Key < to)
        select new object?[] { series.MetricName, series.Dimensions, Text(point.Key), IsWhole(point.Value.Sum) ? (long)point.Value.Sum
            : (object)point.Value.Sum };

    static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // Counts are printed without decimals.
    static bool IsWhole(double value) => double.IsInteger(value) && Math.Abs(value) < 1e18;
}
