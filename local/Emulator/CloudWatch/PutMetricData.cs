using System.Globalization;
using System.Text.Json;

namespace Emulator.CloudWatch;

/// <summary>Reads a PutMetricData request and rejects what CloudWatch rejects.</summary>
/// <remarks>
/// One rule differs: CloudWatch accepts timestamps from two weeks ago to two hours ahead, and local mode accepts any timestamp, because
/// flow logs can be older. Source: "PutMetricData" and "MetricDatum", Amazon CloudWatch API Reference.
/// </remarks>
sealed class PutMetricData(DateTimeOffset now)
{
    const int MostDatums = 1000;
    const int MostValues = 150;
    const int MostDimensions = 30;
    const int LongestName = 255;
    const int LongestDimensionValue = 1024;

    // 2^360.
    static readonly double LargestValue = Math.ScaleB(1, 360);

    /// <param name="request">The request's JSON object.</param>
    /// <exception cref="CloudWatchError">The request is invalid.</exception>
    public IReadOnlyList<MetricDatum> Read(JsonElement request)
    {
        var name = Text(request, "Namespace", "Namespace", LongestName) ?? throw CloudWatchError.Missing("Namespace");
        if (name.StartsWith("AWS/", StringComparison.Ordinal) || name.StartsWith(':'))
            throw CloudWatchError.Invalid("Namespace", name);
        var data = List(request, "MetricData", "MetricData", MostDatums) ?? throw CloudWatchError.Missing("MetricData");
        return data.Select((datum, index) => ReadDatum(name, datum, $"MetricData.member.{index + 1}")).ToList();
    }

    MetricDatum ReadDatum(string metricNamespace, JsonElement datum, string path) => new()
    {
        Namespace = metricNamespace,
        MetricName = Text(datum, "MetricName", $"{path}.MetricName", LongestName) ?? throw CloudWatchError.Missing($"{path}.MetricName"),
        Dimensions = ReadDimensions(datum, $"{path}.Dimensions"),
        Timestamp = ReadTimestamp(datum, path),
        Unit = ReadUnit(datum, $"{path}.Unit"),
        Statistics = ReadStatistics(datum, path),
    };

    static SortedDictionary<string, string> ReadDimensions(JsonElement datum, string path)
    {
        var dimensions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (index, dimension) in (List(datum, "Dimensions", path, MostDimensions) ?? []).Index())
        {
            var (name, value) = ($"{path}.member.{index + 1}.Name", $"{path}.member.{index + 1}.Value");
            var key = Text(dimension, "Name", name, LongestName) ?? throw CloudWatchError.Missing(name);
            if (key.StartsWith(':') || !dimensions.TryAdd(key, Text(dimension, "Value", value, LongestDimensionValue)
                ?? throw CloudWatchError.Missing(value)))
                throw CloudWatchError.Invalid(name, key);
        }
        return dimensions;
    }

    DateTimeOffset ReadTimestamp(JsonElement datum, string path)
    {
        var resolution = Number(datum, "StorageResolution", $"{path}.StorageResolution") ?? 60;
        if (resolution is not (1 or 60))
            throw CloudWatchError.Invalid($"{path}.StorageResolution", Shown(resolution));
        var seconds = Number(datum, "Timestamp", $"{path}.Timestamp") ?? now.ToUnixTimeSeconds();
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            throw CloudWatchError.Invalid($"{path}.Timestamp", Shown(seconds));
        return DateTimeOffset.FromUnixTimeSeconds((long)(Math.Floor(seconds / resolution) * resolution));
    }

    static string ReadUnit(JsonElement datum, string path)
    {
        var unit = Text(datum, "Unit", path, LongestName) ?? StandardUnits.None;
        return StandardUnits.Contains(unit) ? unit : throw CloudWatchError.Invalid(path, unit);
    }

    static StatisticSet ReadStatistics(JsonElement datum, string path)
    {
        var value = Number(datum, "Value", $"{path}.Value");
        var values = Numbers(datum, "Values", $"{path}.Values");
        var set = Member(datum, "StatisticValues");
        if (value is not null && set is not null)
            throw CloudWatchError.Exclusive($"{path}.Value", $"{path}.StatisticValues");
        if (value is not null && values is not null)
            throw CloudWatchError.Exclusive($"{path}.Value", $"{path}.Values");
        if (set is not null && values is not null)
            throw CloudWatchError.Exclusive($"{path}.StatisticValues", $"{path}.Values");
        if (set is { } statistics)
            return ReadSet(statistics, $"{path}.StatisticValues");
        values ??= value is { } one ? [one] : [];
        if (values.Count == 0)
            throw CloudWatchError.Missing($"{path}.Value");
        var counts = Numbers(datum, "Counts", $"{path}.Counts") ?? [.. values.Select(_ => 1.0)];
        return counts.Count == values.Count ? StatisticSet.Of(values, counts)
            : throw CloudWatchError.DifferentSizes($"{path}.Values", $"{path}.Counts");
    }

    static StatisticSet ReadSet(JsonElement set, string path)
    {
        return new StatisticSet
        {
            SampleCount = Part("SampleCount"),
            Sum = Part("Sum"),
            Minimum = Part("Minimum"),
            Maximum = Part("Maximum")
        };

        double Part(string name) => Number(set, name, $"{path}.{name}") ?? throw CloudWatchError.Missing($"{path}.{name}");
    }

    static JsonElement? Member(JsonElement map, string name) =>
        map.ValueKind != JsonValueKind.Object ? throw CloudWatchError.NotReadable($"{name} must be in a JSON object.")
        : map.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    static string? Text(JsonElement map, string name, string path, int most)
    {
        if (Member(map, name) is not { } value)
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!
            : throw CloudWatchError.NotReadable($"{path} is not a string.");
        if (text.Length > most)
            throw CloudWatchError.TooLong(path, most);
        return string.IsNullOrWhiteSpace(text) || text.Any(c => c is < ' ' or > '~') ? throw CloudWatchError.Invalid(path, text) : text;
    }

    static IReadOnlyList<JsonElement>? List(JsonElement map, string name, string path, int most)
    {
        if (Member(map, name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
            throw CloudWatchError.NotReadable($"{path} is not a list.");
        return value.GetArrayLength() <= most ? [.. value.EnumerateArray()] : throw CloudWatchError.TooMany(path, most);
    }

    static double? Number(JsonElement map, string name, string path) => Member(map, name) is { } value ? Number(value, path) : null;

    static List<double>? Numbers(JsonElement map, string name, string path) =>
        List(map, name, path, MostValues)?.Select((value, index) => Number(value, $"{path}.member.{index + 1}")).ToList();

    static double Number(JsonElement value, string path)
    {
        // NaN and infinity are encoded as strings.
        if (value.ValueKind != JsonValueKind.Number)
            throw value.ValueKind == JsonValueKind.String ? CloudWatchError.Invalid(path, value.GetString()!)
                : CloudWatchError.NotReadable($"{path} is not a number.");
        var number = value.GetDouble();
        return Math.Abs(number) <= LargestValue ? number : throw CloudWatchError.Invalid(path, Shown(number));
    }

    static string Shown(double number) => number.ToString(CultureInfo.InvariantCulture);
}
