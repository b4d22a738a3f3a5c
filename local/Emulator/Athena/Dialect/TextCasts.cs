using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Emulator.Athena.Dialect;

/// <summary>
/// Casts of texts to other types by Trino's rules. DuckDB reads more texts: 2023/01/02 as a date, 1_000 and 1e3 as integers.
/// <see cref="NativeCasts"/> reads the usual form of a value first.
/// </summary>
static partial class TextCasts
{
    const int DecimalsOfDuckDb = 6;

    const int LongestDecimal = 38;

    // Microseconds since 1970 in 64 bits end in the year 294247.
    const int LastYear = 294_000;

    /// <summary>Returns the SQL of the value, which is NULL for texts that Trino refuses; null for types without rules.</summary>
    public static string? Sql(Typed text, TrinoType type)
    {
        var (sql, literal) = (text.Sql, text.Literal);
        string InCode(string function) => $"CAST({function} AS {type.DuckDb})";
        string Known(string? value) => value is null ? $"CAST(NULL AS {type.DuckDb})" : $"{type.DuckDb} {Athena.Sql.Text(value)}";
        return type.Name switch
        {
            "bigint" => $"athena_read_integer({sql})",
            "tinyint" or "smallint" or "integer" => $"TRY_CAST(athena_read_integer({sql}) AS {type.DuckDb})",
            "decimal" => $"coalesce({NativeCasts.DecimalName(type.DuckDbPrecision, type.Scale)}({sql}), "
                + $"TRY_CAST(athena_decimal({sql}, {type.Scale}) AS {type.DuckDb}))",
            "double" => $"coalesce(athena_read_double({sql}), athena_double({sql}, false))",
            "real" => $"CAST(athena_double({sql}, true) AS FLOAT)",
            "boolean" => $"CASE {sql} WHEN 'true' THEN true WHEN 'false' THEN false ELSE CASE WHEN lower({sql}) IN ('true', 't', '1') THEN true "
                + $"WHEN lower({sql}) IN ('false', 'f', '0') THEN false END END",
            "ipaddress" => $"athena_ip({sql})",
            "date" => literal is not null ? Known(Date(literal))
                : $"coalesce(athena_read_date({sql}), {InCode($"athena_date({sql})")})",
            "timestamp" => literal is not null ? Known(Timestamp(literal, type.Length))
                : type.Length < 3 ? InCode($"athena_timestamp({sql}, {type.Length})")
                : $"coalesce(athena_read_timestamp({sql}), {InCode($"athena_timestamp({sql}, {type.Length})")})",
            "timestamp with time zone" => literal is not null ? Known(Instant(literal, type.Length)?.Instant)
                : InCode($"athena_instant({sql}, {type.Length})"),
            "time" => literal is not null ? Known(Time(literal, type.Length)) : InCode($"athena_time({sql}, {type.Length})"),
            _ => null,
        };
    }

    /// <summary>Returns the SQL of the error message about a text.</summary>
    public static string Message(string sql, TrinoType type) => "'INVALID_CAST_ARGUMENT: " + type.Name switch
    {
        "ipaddress" => $"Cannot cast value to IPADDRESS: ' || {sql}",
        "date" or "time" => $"Value cannot be cast to {type.Name}: ' || {sql}",
        "timestamp" or "timestamp with time zone" => $"Value cannot be cast to timestamp: ' || {sql}",
        "decimal" => $"Cannot cast VARCHAR ''' || {sql} || ''' to DECIMAL({type.Length}, {type.Scale})'",
        "integer" => $"Cannot cast ''' || {sql} || ''' to INT'",
        _ => $"Cannot cast ''' || {sql} || ''' to {type.Name.ToUpperInvariant()}'",
    };

    public static string? Date(string text) => DatePattern.Match(text.Trim()) is { Success: true } match ? Day(match) : null;

    /// <summary>Reads a time of day with a date. Trino ignores a time zone in the text.</summary>
    public static string? Timestamp(string text, int decimals) =>
        TimestampPattern.Match(text.Trim()) is { Success: true } match && Day(match) is { } day && TimeOfDay(match, decimals) is { } time
            ? time.Days == 0 ? $"{day} {Digits(time)}" : Moved(day, time)
            : null;

    /// <summary>Returns the time in UTC and the zone of the text.</summary>
    public static (string Instant, string Zone)? Instant(string text, int decimals)
    {
        var match = TimestampPattern.Match(text.Trim());
        var zone = match.Groups["zone"] is { Success: true } group ? Zones.Find(group.Value) : "UTC";
        if (zone is null || Timestamp(text, decimals) is not { } local
            || !DateTime.TryParseExact(local, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;
        return (Zones.ToInstant(time, zone).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), zone);
    }

    public static string? Time(string text, int decimals) =>
        TimePattern.Match(text) is { Success: true } match && !match.Groups["zone"].Success && TimeOfDay(match, decimals) is { } time
            ? Digits(time) : null;

    /// <summary>Reads a timestamp literal, whose type has as many decimals as its text.</summary>
    public static (string Sql, TrinoType Type)? Literal(string text)
    {
        if (TimestampPattern.Match(text) is not { Success: true } match)
            return null;
        var decimals = match.Groups["fraction"].Length;
        if (!match.Groups["zone"].Success)
            return Timestamp(text, decimals) is { } time ? ($"TIMESTAMP '{time}'", TrinoType.Timestamp(decimals)) : null;
        return Instant(text, decimals) is var (instant, zone) ? ($"TIMESTAMP '{instant}'", TrinoType.Zoned(zone, decimals)) : null;
    }

    public static int DecimalsOf(string time) => TimePattern.Match(time).Groups["fraction"].Length;

    /// <summary>Reads what Java's Double.parseDouble does: white space around the number, and f or d after it.</summary>
    public static double? Double(string text, bool isReal)
    {
        if (DoublePattern.Match(text) is not { Success: true } match)
            return null;
        var number = match.Groups[1].Value;
        return isReal ? float.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)
            : double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Returns a decimal number without an exponent, rounded half up; null for other texts. DuckDB rounds some twice.</summary>
    public static string? Decimal(string text, int scale)
    {
        if (DecimalPattern.Match(text) is not { Success: true } match
            || !int.TryParse(match.Groups[4] is { Success: true } power ? power.ValueSpan : "0", NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out var exponent))
            return null;
        var digits = BigInteger.Parse(match.Groups[2].Value + match.Groups[3].Value, CultureInfo.InvariantCulture);
        var zeros = (long)scale + exponent - match.Groups[3].Length;
        if (digits.IsZero || zeros < -text.Length)
            return "0";
        if (zeros > LongestDecimal)
            return null;
        digits = zeros >= 0 ? digits * BigInteger.Pow(10, (int)zeros)
            : (digits + BigInteger.Pow(10, -(int)zeros) / 2) / BigInteger.Pow(10, -(int)zeros);
        var number = digits.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{match.Groups[1].Value}{number[..^scale]}.{number[^scale..]}";
    }

    static string? Day(Match match)
    {
        if (!int.TryParse(match.Groups["year"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var year)
            || Math.Abs(year) > LastYear)
            return null;
        var (month, day) = (Number(match, "month"), Number(match, "day"));
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(2000 + Math.Abs(year) % 400, month))
            return null;
        return $"{(year > 0 ? year : 1 - year):0000}-{month:00}-{day:00}{(year > 0 ? "" : " (BC)")}";
    }

    static TimeSpan? TimeOfDay(Match match, int decimals)
    {
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        if (hour > 23 || minute > 59 || second > 59)
            return null;
        var fraction = match.Groups["fraction"].Value is { Length: > 0 } digits
            ? decimal.Parse($"0.{digits}", CultureInfo.InvariantCulture) : 0;
        fraction = decimals < DecimalsOfDuckDb ? Math.Round(fraction, decimals, MidpointRounding.AwayFromZero)
            : Math.Round(fraction, DecimalsOfDuckDb, MidpointRounding.ToZero);
        return new TimeSpan(hour, minute, second) + TimeSpan.FromTicks((long)(fraction * TimeSpan.TicksPerSecond));
    }

    static string Digits(TimeSpan time) => time.ToString(@"hh\:mm\:ss\.ffffff", CultureInfo.InvariantCulture);

    static string? Moved(string day, TimeSpan time) =>
        DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date < DateTime.MaxValue.Date
            ? $"{date.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {Digits(time)}" : null;

    static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    // "Date and time" of Trino's types: a date has one or two digits for month and day; a space, not T, is between date and time.
    [GeneratedRegex(@"^(?<year>[-+]?[0-9]{1,9})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})\z")]
    private static partial Regex DatePattern { get; }

    [GeneratedRegex(@"^(?<year>[-+]?[0-9]{4,9})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})"
        + @"( (?:(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(?::(?<second>[0-9]{1,2})(?:\.(?<fraction>[0-9]{1,12}))?)?)?\s*(?<zone>.+)?)?\z")]
    private static partial Regex TimestampPattern { get; }

    [GeneratedRegex(@"^(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(?::(?<second>[0-9]{1,2})(?:\.(?<fraction>[0-9]{1,12}))?)?"
        + @"\s*(?<zone>[+-][0-9][0-9]:[0-9][0-9])?\z")]
    private static partial Regex TimePattern { get; }

    [GeneratedRegex(@"^([+-]?)(?=\.?[0-9])([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?\z")]
    private static partial Regex DecimalPattern { get; }

    [GeneratedRegex(@"^[\x00-\x20]*([+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?=[fFdD]?[\x00-\x20]*\z)))[fFdD]?[\x00-\x20]*\z")]
    private static partial Regex DoublePattern { get; }
}
