using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Reader;
using DuckDB.NET.Data.DataChunk.Writer;

namespace Emulator.Athena.Dialect;

/// <summary>Functions that DuckDB lacks, in C#. A query registers those that its SQL names.</summary>
static partial class ScalarFunctions
{
    // DuckDB calls a function for rows with NULL, too, with arbitrary values.
    static readonly ScalarFunctionOptions NullsAreOurs = new() { HandlesNulls = true };

    static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    static readonly FrozenDictionary<string, Action<DuckDBConnection, string>> All =
        new Dictionary<string, Action<DuckDBConnection, string>>
        {
            ["athena_ip"] = One<string, string?>(IpAddressText.Parse),
            ["athena_ip_text"] = One<string, string>(IpAddressText.Format),
            ["athena_ip_contains"] = Two<string, string, bool>(
            (network, address) => IpAddressText.Contains(network, address)
                ?? throw Failed("INVALID_FUNCTION_ARGUMENT", $"Invalid CIDR: {network}")),
            ["athena_double_text"] = Two<double, bool, string>(DoubleText),
            ["athena_interval_text"] = Two<long, bool,
        string>((number, isDays) => isDays ? ResultText.Days(number) : ResultText.Months(number)),
            ["athena_from_base"] = Two<string, long, long>(FromBase),
            ["athena_to_base"] = Two<long, long, string>(ToBase),
            ["athena_fail"] = One<string, string>(message => throw new InvalidOperationException(message)),
            ["athena_round_integer"] = Three<long, long, bool, long>(RoundInteger),
            ["athena_hamming"] = Two<string, string, long>(Hamming),
            ["athena_levenshtein"] = Two<string, string, long>(Levenshtein),
            ["athena_luhn_check"] = One<string, bool>(LuhnCheck),
            ["athena_strpos"] = Three<string, string, long, long>(Position),
            ["athena_translate"] = Three<string, string, string, string>(Translate),
            ["athena_regexp_position"] = Four<string, string, long, long, long>(RegexpPosition),
            ["athena_shift"] = Four<long, long, string, int, long>(Shift),
            ["athena_bit_count"] = Two<long, long, long>(BitCount),
            ["athena_url_part"] = Two<string, string, string?>(UrlPart),
            ["athena_url_parameter"] = Two<string, string, string?>(UrlParameter),
            ["athena_url_encode"] = One<string, string>(UrlEncode),
            ["athena_url_decode"] = One<string, string>(text => WebUtility.UrlDecode(text)),
            ["athena_from_utf8"] = Two<string, string, string>(FromUtf8),
            ["athena_date"] = One<string, string?>(TextCasts.Date),
            ["athena_timestamp"] = Two<string, int, string?>(TextCasts.Timestamp),
            ["athena_instant"] = Two<string, int, string?>((text, decimals) => TextCasts.Instant(text, decimals)?.Instant),
            ["athena_time"] = Two<string, int, string?>(TextCasts.Time),
            ["athena_read_integer"] = NativeCasts.Integer,
            ["athena_read_double"] = NativeCasts.Double,
            ["athena_read_date"] = NativeCasts.Date,
            ["athena_read_timestamp"] = NativeCasts.Timestamp,
            ["athena_decimal"] = Two<string, int, string?>(TextCasts.Decimal),
            ["athena_double"] = Two<string, bool, double?>(TextCasts.Double),
            ["athena_iso_timestamp"] = One<string, string>(IsoTimestamp),
            ["athena_iso_date"] = One<string, string>(IsoDate),
            ["athena_human_readable_seconds"] = One<double, string>(HumanReadableSeconds),
            ["athena_parse_duration"] = One<string, long>(ParseDuration),
            ["athena_hash_number"] = One<long, long>(XxHash64.OfNumber),
            ["athena_hash_text"] = One<string, long>(text => XxHash64.Of(Encoding.UTF8.GetBytes(text))),
            ["athena_checksum"] = One<string, string>(Checksum),
        }.ToFrozenDictionary();

    /// <summary>Registers the functions that the SQL names, for all connections to the same DuckDB.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="sql">The SQL.</param>
    /// <param name="registered">The functions that DuckDB has already; null if it is new.</param>
    public static void Register(DuckDBConnection connection, string sql, HashSet<string>? registered = null)
    {
        if (!sql.Contains("athena_", StringComparison.Ordinal))
            return;
        foreach (var name in Names.Matches(sql).Select(match => match.Groups[1].Value).Distinct())
            if ((All.GetValueOrDefault(name) ?? NativeCasts.DecimalOf(name)) is { } register && registered?.Add(name) != false)
                register(connection, name);
    }

    static Action<DuckDBConnection, string> One<T, TResult>(Func<T, TResult> function) => (connection, name) =>
        connection.RegisterScalarFunction<T, TResult>(
            name,
            (arguments, results, rows) => Fill(arguments, results, rows, row => function(arguments[0].GetValue<T>(row))),
            NullsAreOurs,
            false);

    static Action<DuckDBConnection, string> Two<T1, T2, TResult>(Func<T1, T2, TResult> function) => (connection, name) =>
        connection.RegisterScalarFunction<T1, T2, TResult>(
            name,
            (arguments, results, rows) =>
                Fill(arguments, results, rows, row => function(arguments[0].GetValue<T1>(row), arguments[1].GetValue<T2>(row))),
            NullsAreOurs);

    static Action<DuckDBConnection, string> Three<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function) => (connection, name) =>
        connection.RegisterScalarFunction<T1, T2, T3, TResult>(
            name,
            (arguments, results, rows) => Fill(
                arguments,
                results,
                rows,
                row => function(arguments[0].GetValue<T1>(row), arguments[1].GetValue<T2>(row), arguments[2].GetValue<T3>(row))),
            NullsAreOurs);

    static Action<DuckDBConnection, string> Four<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> function) => (connection, name) =>
        connection.RegisterScalarFunction<T1, T2, T3, T4, TResult>(
            name,
            (arguments, results, rows) => Fill(
                arguments,
                results,
                rows,
                row => function(
                    arguments[0].GetValue<T1>(row), arguments[1].GetValue<T2>(row), arguments[2].GetValue<T3>(row),
                    arguments[3].GetValue<T4>(row))),
            NullsAreOurs);

    /// <summary>Computes rows without NULL; the result of a row with NULL is NULL.</summary>
    static void Fill<TResult>(IReadOnlyList<IDuckDBDataReader> arguments, IDuckDBDataWriter results, ulong rows, Func<ulong,
        TResult> function)
    {
        for (ulong row = 0; row < rows; row++)
        {
            var isNull = false;
            foreach (var argument in arguments)
                isNull |= !argument.IsValid(row);
            if (!isNull && function(row) is { } result)
                results.WriteValue(result, row);
            else
                results.WriteNull(row);
        }
    }

    static InvalidOperationException Failed(string error, string message) => new($"{error}: {message}");

    /// <summary>A floating point number as Trino casts it to varchar: one digit, a point, and the exponent.</summary>
    static string DoubleText(double number, bool isReal)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        var text = isReal ? ((float)number).ToString("E8", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
        var digits = (isReal ? ((float)number).ToString("R", CultureInfo.InvariantCulture) : text).TrimStart('-');
        var exponent = 0;
        if (digits.IndexOf('E') is >= 0 and var e)
        {
            exponent = int.Parse(digits.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            digits = digits[..e];
        }

        var point = digits.IndexOf('.');
        exponent += (point < 0 ? digits.Length : point) - 1;
        digits = digits.Replace(".", "", StringComparison.Ordinal);
        var first = digits.AsSpan().IndexOfAnyExcept('0');
        if (first < 0)
            return number.Equals(-0.0) && double.IsNegative(number) ? "-0.0E0" : "0.0E0";
        exponent -= first;
        digits = digits[first..].TrimEnd('0');
        return $"{(number < 0 ? "-" : "")}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{exponent}";
    }

    static long FromBase(string text, long radix)
    {
        CheckRadix(radix);
        var value = BigInteger.Zero;
        var digits = text.TrimStart('-', '+');
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : 99;
            if (digit >= radix)
                throw Failed("INVALID_FUNCTION_ARGUMENT", $"Not a valid base-{radix} number: {text}");
            value = value * radix + digit;
        }

        value = text.StartsWith('-') ? -value : value;
        return digits.Length == 0 || value < long.MinValue || value > long.MaxValue
            ? throw Failed("INVALID_FUNCTION_ARGUMENT", $"Not a valid base-{radix} number: {text}")
            : (long)value;
    }

    static string ToBase(long value, long radix)
    {
        CheckRadix(radix);
        var (rest, text) = (BigInteger.Abs(value), new StringBuilder());
        do
        {
            text.Insert(0, "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % radix)]);
            rest /= radix;
        }
        while (rest > 0);
        return (value < 0 ? "-" : "") + text;
    }

    static void CheckRadix(long radix)
    {
        if (radix is < 2 or > 36)
            throw Failed("INVALID_FUNCTION_ARGUMENT", "Radix must be between 2 and 36");
    }

    static long RoundInteger(long value, long digits, bool nearest)
    {
        if (digits >= 0)
            return value;
        if (digits < -18)
            return 0;
        var unit = BigInteger.Pow(10, (int)-digits);
        var rounded = (value + (nearest ? Math.Sign(value) * unit / 2 : 0)) / unit * unit;
        return rounded <= long.MaxValue && rounded >= long.MinValue ? (long)rounded
            : throw Failed("NUMERIC_VALUE_OUT_OF_RANGE", $"bigint overflow: round({value})");
    }

    static string FromUtf8(string hex, string replacement)
    {
        var encoding = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(replacement));
        return encoding.GetString(Convert.FromHexString(hex));
    }

    static long Hamming(string one, string other)
    {
        var (left, right) = (one.EnumerateRunes().ToList(), other.EnumerateRunes().ToList());
        return left.Count == right.Count
            ? left.Zip(right).Count(pair => pair.First != pair.Second)
            : throw Failed("INVALID_FUNCTION_ARGUMENT", "The input strings to hamming_distance function must have the same length");
    }

    static long Levenshtein(string one, string other)
    {
        var (left, right) = (one.EnumerateRunes().ToArray(), other.EnumerateRunes().ToArray());
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    static bool LuhnCheck(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (digit is < 0 or > 9)
                throw Failed("INVALID_FUNCTION_ARGUMENT", $"Input is not a number: {digits}");
            digit *= i % 2 == 0 ? 1 : 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return digits.Length > 0 && sum % 10 == 0;
    }

    static long Position(string text, string part, long instance)
    {
        if (instance == 0)
            throw Failed("INVALID_FUNCTION_ARGUMENT", "'instance' must not be a positive or negative number.");
        if (part.Length == 0)
            return 1;
        var index = -1;
        if (instance > 0)
        {
            for (; instance > 0 && (index = text.IndexOf(part, index + 1, StringComparison.Ordinal)) >= 0; instance--)
            {
            }
        }
        else
        {
            for (index = text.Length; instance < 0 && index >= 0; instance++)
                index = index == 0 && instance < 0 ? text.LastIndexOf(part, StringComparison.Ordinal) is 0 and var first && index != 0
                    ? first : -1
                    : text[..Math.Min(text.Length, index + part.Length - 1)].LastIndexOf(part, StringComparison.Ordinal);
        }

        return index < 0 ? 0 : CodePoints(text.AsSpan(0, index)) + 1;
    }

    static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    static string Translate(string text, string from, string to)
    {
        var (source, target) = (from.EnumerateRunes().ToList(), to.EnumerateRunes().ToList());
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var index = source.IndexOf(rune);
            if (index < 0)
                result.Append(rune);
            else if (index < target.Count)
                result.Append(target[index]);
        }

        return result.ToString();
    }

    static long RegexpPosition(string text, string pattern, long start, long occurrence)
    {
        if (start < 1 || occurrence < 1)
            throw Failed("INVALID_FUNCTION_ARGUMENT", "start and occurrence must be positive");
        if (start > text.Length + 1)
            return -1;
        var match = Regex.Match(text[(int)(start - 1)..], pattern, RegexOptions.CultureInvariant, LongestMatch);
        for (; match.Success && occurrence > 1; occurrence--)
            match = match.NextMatch();
        return match.Success ? CodePoints(text.AsSpan(0, (int)start - 1 + match.Index)) + 1 : -1;
    }

    /// <summary>Shifts the lowest bits of a number, whose highest is the sign.</summary>
    static long Shift(long value, long shift, string kind, int size)
    {
        if (shift < 0)
            throw Failed("INVALID_FUNCTION_ARGUMENT", "Shift must be positive");
        if (kind == "arithmetic")
            return value >> (int)Math.Min(shift, 63);
        if (shift >= size)
            return 0;
        var bits = kind == "left" ? (ulong)value << (int)shift : ((ulong)value & (ulong.MaxValue >> (64 - size))) >> (int)shift;
        return (long)(bits << (64 - size)) >> (64 - size);
    }

    static long BitCount(long value, long bits)
    {
        if (bits is < 2 or > 64)
            throw Failed("INVALID_FUNCTION_ARGUMENT", "Bits specified in bit_count must be between 2 and 64");
        if (bits < 64 && (value < -(1L << (int)bits - 1) || value > (1L << (int)bits - 1) - 1))
            throw Failed("INVALID_FUNCTION_ARGUMENT",
                $"Number must be representable with the bits specified. {value} cannot be represented with {bits} bits");
        return BitOperations.PopCount(bits == 64 ? (ulong)value : (ulong)value & ((1UL << (int)bits) - 1));
    }

    static string? UrlPart(string url, string part)
    {
        if (Url.Match(url) is not { Success: true } match || url.Contains(' '))
            return null;
        var port = match.Groups[4];
        return part switch
        {
            "protocol" => match.Groups[1].Value,
            "host" => match.Groups[3].Value,
            "port" => port.Success ? port.Value : null,
            "path" => WebUtility.UrlDecode(match.Groups[5].Value.Replace("+", "%2B", StringComparison.Ordinal)),
            "query" => match.Groups[6].Value,
            _ => match.Groups[7].Value,
        };
    }

    static string? UrlParameter(string url, string name)
    {
        if (UrlPart(url, "query") is not { } query)
            return null;
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (WebUtility.UrlDecode(equals < 0 ? pair : pair[..equals]) == name)
                return equals < 0 ? "" : WebUtility.UrlDecode(pair[(equals + 1)..]);
        }

        return null;
    }

    static string UrlEncode(string text)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_')
                result.Append((char)b);
            else if (b == ' ')
                result.Append('+');
            else
                result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return result.ToString();
    }

    static string IsoTimestamp(string text)
    {
        if (IsoTime.Match(text) is { Success: true } match)
        {
            var zone = match.Groups[4].Value;
            var time = match.Groups[2].Value switch { "" => "00:00", { Length: 2 } hour => $"{hour}:00", var all => all };
            var fraction = match.Groups[3].Success ? $".{match.Groups[3].Value}" : "";
            if (DateTime.TryParse(IsoDate(match.Groups[1].Value) + "T" + time + fraction, CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var local)
                && (zone.Length == 0 || Zones.Find(zone) is not null))
            {
                return Zones.ToInstant(local, zone.Length == 0 ? "UTC" : Zones.Find(zone)!)
                    .ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            }
        }

        throw Failed("INVALID_FUNCTION_ARGUMENT", $"Invalid format: \"{text}\"");
    }

    static string IsoDate(string text)
    {
        if (IsoWeek.Match(text) is { Success: true } week)
        {
            return ISOWeek.ToDateTime(int.Parse(week.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(week.Groups[2].ValueSpan, CultureInfo.InvariantCulture), DayOfWeek.Monday)
                .AddDays(week.Groups[3].Success ? int.Parse(week.Groups[3].ValueSpan, CultureInfo.InvariantCulture) - 1 : 0)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        if (IsoDay.Match(text) is { Success: true } day)
        {
            return new DateTime(int.Parse(day.Groups[1].ValueSpan, CultureInfo.InvariantCulture), 1, 1)
                .AddDays(int.Parse(day.Groups[2].ValueSpan, CultureInfo.InvariantCulture) - 1)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-M-d", "yyyy-MM", "yyyy"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw Failed("INVALID_FUNCTION_ARGUMENT", $"Invalid format: \"{text}\"");
    }

    static string HumanReadableSeconds(double seconds)
    {
        var rest = (long)Math.Round(seconds);
        var parts = new List<string>();
        foreach (var (name, size) in new[] { ("week", 604_800L), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1) })
        {
            var (count, remainder) = Math.DivRem(rest, size);
            rest = remainder;
            if (count != 0)
                parts.Add($"{count} {name}{(count == 1 ? "" : "s")}");
        }

        return parts.Count == 0 ? "0 seconds" : string.Join(", ", parts);
    }

    static long ParseDuration(string text)
    {
        if (Duration.Match(text) is not { Success: true } match)
            throw Failed("INVALID_FUNCTION_ARGUMENT", $"duration is not a valid data duration string: {text}");
        var milliseconds = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[2].Value switch
        {
            "ns" => 1e-6,
            "us" => 1e-3,
            "ms" => 1,
            "s" => 1e3,
            "m" => 6e4,
            "h" => 3.6e6,
            _ => 8.64e7,
        };
        return (long)Math.Round(milliseconds, MidpointRounding.AwayFromZero);
    }

    /// <summary>The sum of hashes, cut to 64 bits, as eight bytes in hexadecimal, the lowest first.</summary>
    static string Checksum(string sum)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes,
            (ulong)(BigInteger.Parse(sum, CultureInfo.InvariantCulture) & ulong.MaxValue));
        return Convert.ToHexString(bytes);
    }

    [GeneratedRegex(@"\b(athena_[a-z0-9_]+)\(")]
    private static partial Regex Names { get; }

    [GeneratedRegex(@"^([A-Za-z][\w+.-]*):(?://(?:([^/?#@]*)@)?([^/?#:]*|\[[^\]]*\])(?::(\d+))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$")]
    private static partial Regex Url { get; }

    [GeneratedRegex(@"^([\d]{4}(?:-W?\d+(?:-\d+)?)?)(?:[T ](\d\d(?::\d\d(?::\d\d)?)?)(?:[.,](\d{1,7})\d*)?)? ?(Z|[+-]\d\d(?::?\d\d)?|[A-Za-z]\S*)?$")]
    private static partial Regex IsoTime { get; }

    [GeneratedRegex(@"^(\d{4})-W(\d\d)(?:-(\d))?$")]
    private static partial Regex IsoWeek { get; }

    [GeneratedRegex(@"^(\d{4})-(\d{3})$")]
    private static partial Regex IsoDay { get; }

    [GeneratedRegex(@"^\s*(\d+(?:\.\d+)?)\s*(ns|us|ms|s|m|h|d)\s*$")]
    private static partial Regex Duration { get; }
}
