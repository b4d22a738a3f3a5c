using System.Globalization;
using System.Text.Json;
using FlowLogs;

namespace MetricPublisher;

/// <summary>
/// A row of the analytics application's output stream, as JSON. The SQL gives the columns their names, so they are taken in any case and
/// with or without <c>_</c>, <c>-</c> and spaces:
/// <list type="bullet">
/// <item><c>protocol</c>: the IANA number;</item>
/// <item><c>packets</c>, or <c>rejected_packets</c>, <c>packet_count</c>, <c>sum_packets</c>, <c>total_packets</c>: their sum;</item>
/// <item><c>window_start</c>, or <c>window_time</c>, <c>rowtime</c>, <c>timestamp</c>, <c>time</c>: when the window began, UTC, in ISO
/// 8601, as SQL writes it (<c>2026-11-25 12:00:00.000</c>), or in seconds or milliseconds since 1970; if it is missing, the current
/// window of 15 minutes;</item>
/// <item><c>action</c>: if it exists, only <c>REJECT</c> counts.</item>
/// </list>
/// Numbers may be JSON strings; other columns do not matter.
/// </summary>
public sealed record AnalyticsRow(byte Protocol, long Packets, DateTime? WindowStart, bool IsReject)
{
    static readonly string[] PacketNames = ["packets", "rejectedpackets", "packetcount", "sumpackets", "totalpackets"];
    static readonly string[] TimeNames = ["windowstart", "windowtime", "rowtime", "timestamp", "time"];

    // The maximum for seconds: year 5138 as seconds, 1973 as milliseconds.
    const double LargestSeconds = 100_000_000_000;

    /// <summary>Reads a record's rows: JSON objects, concatenated or one per line, or arrays of them.</summary>
    /// <returns>Null, or the reason why they cannot be read.</returns>
    public static string? Read(string? base64, out List<AnalyticsRow> rows)
    {
        rows = [];
        if (base64 is null)
            return "it has no data";
        var json = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, json, out var length))
            return "its data is not base64";
        try
        {
            var reader = new Utf8JsonReader(json.AsSpan(0, length), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                using var value = JsonDocument.ParseValue(ref reader);
                if (value.RootElement.ValueKind == JsonValueKind.Array)
                    rows.AddRange(value.RootElement.EnumerateArray().Select(Row));
                else
                    rows.Add(Row(value.RootElement));
            }
            return rows.Count == 0 ? "it has no row" : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return exception.Message;
        }
    }

    static AnalyticsRow Row(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw new FormatException("a row is not a JSON object");
        var columns = new Dictionary<string, JsonElement>();
        foreach (var column in row.EnumerateObject())
            columns.TryAdd(Simplify(column.Name), column.Value);

        return new AnalyticsRow(
            (byte)WholeNumber(columns, ["protocol"], byte.MaxValue),
            WholeNumber(columns, PacketNames, long.MaxValue),
            First(columns, TimeNames) is { } time ? Time(time) : null,
            !columns.TryGetValue("action", out var action) || Text(action) == "REJECT");
    }

    static long WholeNumber(Dictionary<string, JsonElement> columns, string[] names, long maximum)
    {
        var value = First(columns, names) ?? throw new FormatException($"a row has no {names[0]}");

        // SQL may put a whole number as 20.0.
        if (decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= 0 && number <= maximum && number == decimal.Truncate(number))
        {
            return (long)number;
        }
        throw new FormatException($"{names[0]} is {JsonText.Shown(value)}, not a whole number from 0 to {maximum}");
    }

    static DateTime Time(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 253_402_300_800_000)
            return number < LargestSeconds ? DateTime.UnixEpoch.AddSeconds(number) : DateTime.UnixEpoch.AddMilliseconds(number);
        if (value.ValueKind == JsonValueKind.String && DateTime.TryParse(
                value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time))
        {
            return time;
        }
        throw new FormatException($"{TimeNames[0]} is {JsonText.Shown(value)}, not a time");
    }

    static JsonElement? First(Dictionary<string, JsonElement> columns, string[] names)
    {
        foreach (var name in names)
            if (columns.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null)
                return value;
        return null;
    }

    static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
