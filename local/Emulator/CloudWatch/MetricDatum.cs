using System.Text.Json.Serialization;

namespace Emulator.CloudWatch;

/// <summary>The stored values of one metric at one time.</summary>
public sealed record MetricDatum
{
    public required string Namespace { get; init; }

    public required string MetricName { get; init; }

    /// <summary>By name.</summary>
    public required SortedDictionary<string, string> Dimensions { get; init; }

    /// <summary>The start of the minute, or of the second for a metric of high resolution; UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>"None" if the request has no unit. Values with different units belong to different series.</summary>
    public required string Unit { get; init; }

    public required StatisticSet Statistics { get; init; }

    /// <summary>The id of the run that put the values; null outside a run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Run { get; init; }

    /// <summary>
    /// The key of a series. Series are ordered by it: metric, dimensions, namespace. Names and values contain no line breaks.
    /// </summary>
    internal string Identity => string.Join('\n',
        [MetricName, .. Dimensions.SelectMany(dimension => new[] { dimension.Key, dimension.Value }), Namespace, Unit]);
}
