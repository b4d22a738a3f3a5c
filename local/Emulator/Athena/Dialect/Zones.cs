using System.Globalization;
using System.Text.RegularExpressions;

namespace Emulator.Athena.Dialect;

/// <summary>
/// Time zones. A timestamp with time zone is a TIMESTAMP of its instant in UTC; the zone in which it is shown belongs to its type, since
/// DuckDB keeps none with a value.
/// </summary>
static partial class Zones
{
    /// <summary>Returns the name as Trino writes it; null if the zone is unknown.</summary>
    public static string? Find(string zone)
    {
        if (zone is "UTC" or "Z" or "GMT" or "Etc/UTC" or "+00:00")
            return "UTC";
        if (Offset.Match(zone) is { Success: true } offset)
        {
            var minutes = offset.Groups[3].Success ? offset.Groups[3].Value : "00";
            return $"{offset.Groups[1].Value}{offset.Groups[2].Value.PadLeft(2, '0')}:{minutes}";
        }
        return zone.Contains('/') && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null;
    }

    /// <summary>Returns the SQL of the local time in the value's zone.</summary>
    public static string ToLocal(Typed time) => time.Type.IsZoned ? ToLocal(time.Type, time.Sql) : time.Sql;

    public static string ToLocal(TrinoType type, string sql) => !type.IsZoned || type.Zone == "UTC" ? sql
        : Minutes(type.Zone) is { } minutes ? $"({sql} + to_minutes({minutes}))"
        : $"timezone({Sql.Text(type.Zone)}, timezone('UTC', {sql}))";

    /// <summary>Returns the SQL of the instant of a local time in the type's zone.</summary>
    public static string ToInstant(TrinoType type, string sql) => !type.IsZoned || type.Zone == "UTC" ? sql
        : Minutes(type.Zone) is { } minutes ? $"({sql} - to_minutes({minutes}))"
        : $"timezone('UTC', timezone({Sql.Text(type.Zone)}, {sql}))";

    /// <summary>Returns the local time of a zone at an instant.</summary>
    public static DateTime ToLocal(DateTime utc, string zone) => zone == "UTC" ? utc
        : Minutes(zone) is { } minutes ? utc.AddMinutes(minutes)
        : TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), TimeZoneInfo.FindSystemTimeZoneById(zone));

    public static DateTime ToInstant(DateTime local, string zone) => zone == "UTC" ? local
        : Minutes(zone) is { } minutes ? local.AddMinutes(-minutes)
        : TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeZoneInfo.FindSystemTimeZoneById(zone));

    public static string ToSql(DateTime instant) =>
        $"TIMESTAMP '{instant.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";

    static int? Minutes(string zone) => Offset.Match(zone) is { Success: true } offset
        ? (offset.Groups[1].Value == "-" ? -1 : 1)
            * (int.Parse(offset.Groups[2].ValueSpan, CultureInfo.InvariantCulture) * 60
                + (offset.Groups[3].Success ? int.Parse(offset.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : 0))
        : null;

    [GeneratedRegex(@"^([+-])(\d\d?)(?::?(\d\d))?$")]
    private static partial Regex Offset { get; }
}
