using System.CommandLine;
using System.Globalization;
using Emulator.Athena;
using Emulator.CloudWatch;
using Web;
using Web.Filters;

namespace Tool.Cli;

/// <summary><c>flowlogs metrics</c>: prints the metrics that the functions published.</summary>
sealed class MetricsCommand : ManualCommand
{
    static readonly ResultColumn[] Columns =
    [
        new("metric", "varchar"), new("dimensions", "map(varchar, varchar)"), new("timestamp", "varchar"), new("value", "double"),
    ];

    readonly Option<string?> _metric = new("--metric")
    {
        Description = "Only the metric with this name, such as RejectedTcpPackets [default: all]",
        HelpName = "NAME",
    };

    readonly RangeOptions _range = new("windows that start", "newest window", "all");

    readonly Option<string> _filter = new("--filter")
    {
        Description = "Only metrics that match this filter, such as 'protocol:TCP,UDP' [default: all]",
        HelpName = "FILTER",
        DefaultValueFactory = _ => "",
    };

    readonly ResultOutput _output = new();
    readonly CommonOptions _common = new();

    public MetricsCommand()
        : base("metrics", "Print the metrics that the functions published.",
            "flowlogs metrics --metric RejectedTcpPackets --range 24h",
            "flowlogs metrics --filter 'metric:RejectedPackets -protocol:TCP' --range 90m",
            "flowlogs metrics --from 2026-11-25T00:00 --to 2026-11-26T00:00 --output csv")
    {
        Details = "Each row has the metric's name and dimensions, the start of its 15-minute window in UTC, and the window's sum over "
            + "all shards. "
            + "A filter is a list of FIELD:VALUE. The fields are metric, namespace and the names of the dimensions. Commas separate "
            + "alternatives, - excludes, * matches any text.";
        Add([_metric, .. _range.All, _filter, _output.Option, _common.Data]);
        Validators.Add(_range.Validate);
        SetAction(Print);
    }

    void Print(ParseResult call)
    {
        var data = _common.DataOf(call);
        var all = new MetricReader(data).Refresh().Series;
        var times = all.SelectMany(series => series.Points.Keys).ToList();
        var time = _range.Read(call, times.Count == 0 ? null : new DataSpan(times.Min(), times.Max()));
        var filter = MetricFilter.Parse(call.GetValue(_filter)!, all);
        var named = all.Where(series => call.GetValue(_metric) is not { } name || series.MetricName == name)
            .Where(filter.Matches).ToList();
        var rows = Rows(named, time).ToList();
        using var result = QueryResult.Of(Columns, rows);
        _output.Write(call, result);
        if (rows.Count == 0)
            Console.Error.WriteLine(WhyNone(data, all, named, call.GetValue(_metric)));
    }

    static string WhyNone(string data, IReadOnlyCollection<MetricSeries> all, List<MetricSeries> named, string? metric) =>
        all.Count == 0 ? $"{data} has no metrics. 'flowlogs run FILE' publishes metrics of rejected traffic."
        : metric is not null && all.All(series => series.MetricName != metric)
            ? $"Unknown metric '{metric}'. Published metrics: {string.Join(", ", all.Select(series => series.MetricName).Distinct())}."
        : named.Count == 0 ? "No metric matches --filter. 'flowlogs metrics' lists all."
        : "No window starts in this time. Widen --range, or --from and --to.";

    static IEnumerable<object?[]> Rows(IEnumerable<MetricSeries> named, TimeRange time) =>
        from series in named
        from point in series.Points
        where point.Key >= time.From && point.Key < time.To
        select new object?[] { series.MetricName, series.Dimensions, Text(point.Key), IsWhole(point.Value.Sum) ? (long)point.Value.Sum
            : (object)point.Value.Sum };

    static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // Counts are printed without decimals.
    static bool IsWhole(double value) => double.IsInteger(value) && Math.Abs(value) < 1e18;
}
