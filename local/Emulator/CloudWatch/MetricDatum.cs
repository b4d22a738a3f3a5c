using System.Text.Json.Serialization;

namespace Emulator.CloudWatch;

/// <summary>Values of one metric at one time, as they are stored.</summary>
public sealed record MetricDatum
{
    public required string Namespace { get; init; }

    public required string MetricName { get; init; }

    /// <summary>By name.</summary>
    public required SortedDictionary<string, string> Dimensions { get; init; }

    /// <summary>The start of the minute, or of the second for a metric of high resolution; UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>"None" where none was given. Values of different units are different series.</summary>
    public required string Unit { get; init; }

    public required StatisticSet Statistics { get; init; }

    /// <summary>The id of the run that put the values; null where no run did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Run { get; init; }

    /// <summary>
    /// The same for all datums of a series; in its order are series by metric, dimensions, namespace. No name or value has a line break.
    /// </summary>
    internal string Identity => string.Join('\n', [MetricName, .. Dimensions.SelectMany(dimension => new[] { dimension.Key, dimension.Value }), Namespace, Unit]);
}
