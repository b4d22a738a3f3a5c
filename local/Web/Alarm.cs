using System.Globalization;
using System.Text.Json.Nodes;
using Emulator.CloudWatch;
using Emulator.Template;

namespace Web;

/// <summary>An alarm of the template, evaluated over the metrics in the data folder.</summary>
sealed record Alarm
{
    const string Alarmed = "ALARM";
    const string Fine = "OK";
    const string Unknown = "INSUFFICIENT_DATA";
    const string Band = "ANOMALY_DETECTION_BAND(";
    const int FewestDays = 3;
    const int MostDays = 14;

    // AWS does not publish how many more data points than EvaluationPeriods an alarm looks at; its examples have two more.
    const int MorePeriods = 2;

    static readonly Dictionary<string, (string Sign, Func<double, double, bool> Breaches)> Comparisons = new()
    {
        ["GreaterThanOrEqualToThreshold"] = ("≥", (value, limit) => value >= limit),
        ["GreaterThanThreshold"] = (">", (value, limit) => value > limit),
        ["LessThanThreshold"] = ("<", (value, limit) => value < limit),
        ["LessThanOrEqualToThreshold"] = ("≤", (value, limit) => value <= limit),
        ["GreaterThanUpperThreshold"] = ("> the band of", (value, limit) => value > limit),
    };

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Namespace { get; init; }

    public required string MetricName { get; init; }

    public required IReadOnlyDictionary<string, string> Dimensions { get; init; }

    public required string Statistic { get; init; }

    /// <summary>Seconds.</summary>
    public required int Period { get; init; }

    public required int EvaluationPeriods { get; init; }

    public required int DatapointsToAlarm { get; init; }

    public required string Comparison { get; init; }

    /// <summary>The fixed threshold, or null for a band.</summary>
    public required double? Threshold { get; init; }

    /// <summary>The width of the band in standard deviations, if the alarm has a band.</summary>
    public required double BandWidth { get; init; }

    /// <summary>notBreaching, breaching, ignore or missing.</summary>
    public required string MissingData { get; init; }

    /// <summary>Whether AWS publishes the metric, so that no data folder has it.</summary>
    public bool IsAws => Namespace.StartsWith("AWS/", StringComparison.Ordinal);

    /// <summary>A description of when the alarm is raised.</summary>
    public string Condition => $"{Statistic} of {MetricName} {Comparisons[Comparison].Sign} "
        + $"{(Threshold is { } limit ? $"{limit:#,0.##}" : $"{BandWidth:0.#} deviations")} in {DatapointsToAlarm} of {EvaluationPeriods} "
        + $"periods of {Period} seconds; missing data is {MissingData}";

    /// <summary>Returns the alarms of a template that watch one metric.</summary>
    public static IReadOnlyList<Alarm> All(StackTemplate template) =>
        [.. template.ResourcesOfType("AWS::CloudWatch::Alarm").Select(Read).OfType<Alarm>()];

    /// <summary>Returns the state after each period of a range: OK, ALARM or INSUFFICIENT_DATA.</summary>
    public IReadOnlyList<(DateTimeOffset Time, double? Value, double? Limit, string State)> Evaluate(IEnumerable<MetricSeries> metrics,
        TimeRange range)
    {
        var values = Values(metrics);
        var history = new List<(DateTimeOffset, double?, double?, string)>();
        var recent = new Queue<bool?>();
        var state = Unknown;
        var first = range.From.ToUnixTimeSeconds() / Period * Period;
        var evaluated = EvaluationPeriods + MorePeriods;
        for (var time = first - ((evaluated - 1) * Period); time < range.To.ToUnixTimeSeconds(); time += Period)
        {
            double? value = values.TryGetValue(time, out var found) ? found : null;
            var limit = Threshold ?? UpperBand(values, time);
            recent.Enqueue(value is null || limit is null ? null : Comparisons[Comparison].Breaches(value.Value, limit.Value));
            if (recent.Count > evaluated)
                recent.Dequeue();
            if (time < first)
                continue;
            state = StateOf([.. recent], state);
            history.Add((DateTimeOffset.FromUnixTimeSeconds(time), value, limit, state));
        }

        return history;
    }

    /// <summary>
    /// Returns the state after some periods ("Configuring how CloudWatch alarms treat missing data", CloudWatch User Guide).
    /// </summary>
    /// <param name="recent">Whether each period breached the threshold, the newest last; null for missing data.</param>
    /// <param name="before">The state until now.</param>
    public string StateOf(IReadOnlyList<bool?> recent, string before)
    {
        var known = recent.OfType<bool>().ToList();
        var missing = Math.Max(0, EvaluationPeriods - known.Count);
        var breaching = known.TakeLast(EvaluationPeriods).Count(breach => breach);
        if (missing == 0 || MissingData is "breaching" or "notBreaching")
            return breaching + (MissingData == "breaching" ? missing : 0) >= DatapointsToAlarm ? Alarmed : Fine;
        if (known.Contains(false))
            return breaching >= DatapointsToAlarm ? Alarmed : Fine;
        if (MissingData == "ignore")
            return before;
        // All known points are breaching. The alarm is raised once the oldest of them is DatapointsToAlarm periods old, so that one new
        // point is not enough.
        return known.Count == 0 ? Unknown
            : recent.Count - recent.Index().First(one => one.Item is true).Index >= DatapointsToAlarm ? Alarmed : before;
    }

    Dictionary<long, double> Values(IEnumerable<MetricSeries> metrics)
    {
        var series = metrics.Where(one => one.Namespace == Namespace && one.MetricName == MetricName
            && one.Dimensions.Count == Dimensions.Count
            && one.Dimensions.All(dimension => Dimensions.GetValueOrDefault(dimension.Key) == dimension.Value));
        return series.SelectMany(one => one.Points)
            .GroupBy(point => point.Key.ToUnixTimeSeconds() / Period * Period)
            .ToDictionary(period => period.Key, period => Of(period.Select(point => point.Value)));
    }

    double Of(IEnumerable<StatisticSet> sets) => Statistic switch
    {
        "Sum" => sets.Sum(set => set.Sum),
        "Maximum" => sets.Max(set => set.Maximum),
        "Minimum" => sets.Min(set => set.Minimum),
        "SampleCount" => sets.Sum(set => set.SampleCount),
        _ => sets.Sum(set => set.Sum) / sets.Sum(set => set.SampleCount),
    };

    // CloudWatch's own model is not public. Here the band is the mean of the same time on earlier days, plus and minus standard deviations.
    double? UpperBand(Dictionary<long, double> values, long time)
    {
        var earlier = Enumerable.Range(1, MostDays).Select(day => time - (day * 86_400L)).Where(values.ContainsKey)
            .Select(moment => values[moment]).ToList();
        if (earlier.Count < FewestDays)
            return null;
        var mean = earlier.Average();
        return mean + (BandWidth * Math.Sqrt(earlier.Average(value => (value - mean) * (value - mean))));
    }

    static Alarm? Read(TemplateResource resource)
    {
        var properties = resource.Properties;
        var queries = (properties["Metrics"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var stat = queries.Select(query => query["MetricStat"]).OfType<JsonObject>().FirstOrDefault();
        var band = queries.Select(query => query["Expression"]?.ToString())
            .FirstOrDefault(expression => expression?.StartsWith(Band, StringComparison.Ordinal) ?? false);
        var metric = stat?["Metric"] as JsonObject ?? properties;
        var comparison = Text(properties, "ComparisonOperator") ?? "";
        if (Text(metric, "MetricName") is not { } name || !Comparisons.ContainsKey(comparison))
            return null;
        var periods = Number(properties, "EvaluationPeriods") ?? 1;
        return new Alarm
        {
            Name = Text(properties, "AlarmName") ?? resource.LogicalId,
            Description = Text(properties, "AlarmDescription") ?? "",
            Namespace = Text(metric, "Namespace") ?? "",
            MetricName = name,
            Dimensions = (metric[nameof(Dimensions)] as JsonArray ?? []).OfType<JsonObject>()
                .ToDictionary(dimension => Text(dimension, "Name") ?? "", dimension => Text(dimension, "Value") ?? ""),
            Statistic = Text(stat ?? properties, stat is null ? "Statistic" : "Stat") ?? "Average",
            Period = (int)(Number(stat ?? properties, "Period") ?? 300),
            EvaluationPeriods = (int)periods,
            DatapointsToAlarm = (int)(Number(properties, "DatapointsToAlarm") ?? periods),
            Comparison = comparison,
            Threshold = Number(properties, "Threshold"),
            BandWidth = band is not null && double.TryParse(band[(band.IndexOf(',', StringComparison.Ordinal) + 1)..^1],
                CultureInfo.InvariantCulture, out var width) ? width : 2,
            MissingData = Text(properties, "TreatMissingData") ?? "missing",
        };
    }

    static string? Text(JsonObject map, string key) => map[key]?.ToString();

    static double? Number(JsonObject map, string key) =>
        double.TryParse(map[key]?.ToString(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
