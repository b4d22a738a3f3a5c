using System.Globalization;
using System.Text.Json;
using FlowLogs;

namespace PartitionRegistrar;

/// <summary>A request to register hours. The event's keys say which kind it is.</summary>
public abstract record RegistrarRequest
{
    /// <summary>The longest span of a back-fill.</summary>
    const int MaximumYears = 5;

    const string Shapes =
        "Supported events: an EventBridge scheduled event, {\"from\":\"2026-11-01T00\",\"to\":\"2026-11-25T12\"} or {\"discover\":true}.";

    /// <summary>Reads an event.</summary>
    /// <exception cref="ArgumentException">The event is not one of the three, or has invalid values. The message names each.</exception>
    public static RegistrarRequest Read(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"The event is not a JSON object. {Shapes}");
        try
        {
            return ReadObject(payload);
        }
        catch (InvalidOperationException exception)
        {
            // JSON's grammar allows unpaired surrogates.
            throw new ArgumentException($"The event contains a string that is not valid Unicode: {exception.Message} {Shapes}", exception);
        }
    }

    static RegistrarRequest ReadObject(JsonElement payload)
    {
        var keys = payload.EnumerateObject().Select(property => property.Name).ToHashSet();
        var scheduled = keys.Contains("detail-type");
        var backFill = keys.Contains("from") || keys.Contains("to");
        var discover = keys.Contains("discover");
        if ((scheduled ? 1 : 0) + (backFill ? 1 : 0) + (discover ? 1 : 0) != 1)
            throw new ArgumentException(
                scheduled || backFill || discover ? $"The event has keys of two kinds of event. {Shapes}"
                    : $"Unrecognized event. {Shapes}");

        if (scheduled)
            return ReadSchedule(payload);
        keys.ExceptWith(backFill ? ["from", "to"] : ["discover"]);
        if (keys.Count > 0)
            throw new ArgumentException($"Unknown keys in the event: {string.Join(", ", keys.Order())}. {Shapes}");
        if (backFill)
            return ReadBackFill(payload);
        return payload.GetProperty("discover").ValueKind == JsonValueKind.True
            ? new Discover()
            : throw new ArgumentException($"'discover' is {JsonText.Shown(payload.GetProperty("discover"))}; it must be true. {Shapes}");
    }

    static Schedule ReadSchedule(JsonElement payload)
    {
        if (Text(payload, "detail-type") != "Scheduled Event")
            throw new ArgumentException($"'detail-type' is {Raw(payload, "detail-type")}; it must be Scheduled Event. {Shapes}");
        if (!DateTimeOffset.TryParse(Text(payload, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || time.UtcDateTime.Year < 1970)
            throw new ArgumentException($"'time' is {Raw(payload, "time")}; it must be a time such as 2026-11-25T10:05:00Z. {Shapes}");
        return new Schedule(PartitionHour.Of(time));
    }

    static BackFill ReadBackFill(JsonElement payload)
    {
        var faults = new List<string>();
        var from = Hour(payload, "from", faults);
        var to = Hour(payload, "to", faults);
        if (faults.Count == 0 && from > to)
            faults.Add($"'from' ({from}) is after 'to' ({to}).");
        else if (faults.Count == 0 && from.Start.Year + MaximumYears <= 9999 && from.Start.AddYears(MaximumYears) < to.Start)
            faults.Add($"The span from {from} to {to} is longer than {MaximumYears} years. Register it in parts.");
        return faults.Count == 0 ? new BackFill(from, to) : throw new ArgumentException($"{string.Join(" ", faults)} {Shapes}");
    }

    static PartitionHour Hour(JsonElement payload, string key, List<string> faults)
    {
        if (!PartitionHour.TryParse(Text(payload, key), out var hour))
            faults.Add($"'{key}' is {Raw(payload, key)}; it must be an hour of UTC such as \"2026-11-25T10\".");
        return hour;
    }

    static string? Text(JsonElement payload, string key) =>
        payload.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static string Raw(JsonElement payload, string key) => payload.TryGetProperty(key, out var value) ? JsonText.Shown(value) : "missing";
}

/// <summary>The hourly run.</summary>
/// <param name="Hour">The hour of the scheduled time. A retry in a later hour does the same work.</param>
public sealed record Schedule(PartitionHour Hour) : RegistrarRequest
{
    /// <summary>The number of future hours that are registered, so that an hour is queryable when its first file arrives.</summary>
    const int HoursAhead = 2;

    /// <summary>The hours to register, in order: past hours, the current one and future ones.</summary>
    public IEnumerable<PartitionHour> Hours(int lookback) =>
        PartitionHour.Range(Hour.AddHours(-lookback), Hour.AddHours(Math.Min(HoursAhead, PartitionHour.Last.HoursSince(Hour))));
}

/// <summary>Every hour from one to another, both included.</summary>
public sealed record BackFill(PartitionHour From, PartitionHour To) : RegistrarRequest;

/// <summary>The hours that have a prefix in the bucket.</summary>
public sealed record Discover : RegistrarRequest;
