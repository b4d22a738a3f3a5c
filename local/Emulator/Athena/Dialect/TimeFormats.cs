using System.Text;

namespace Emulator.Athena.Dialect;

/// <summary>
/// Formats of times: MySQL's for date_format and date_parse, Joda's for format_datetime and parse_datetime, both as strftime's.
/// </summary>
static class TimeFormats
{
    static readonly Dictionary<char, string> MySql = new()
    {
        ['a'] = "%a",
        ['b'] = "%b",
        ['c'] = "%-m",
        ['d'] = "%d",
        ['e'] = "%-d",
        ['f'] = "%f",
        ['H'] = "%H",
        ['h'] = "%I",
        ['I'] = "%I",
        ['i'] = "%M",
        ['j'] = "%j",
        ['k'] = "%-H",
        ['l'] = "%-I",
        ['M'] = "%B",
        ['m'] = "%m",
        ['p'] = "%p",
        ['r'] = "%I:%M:%S %p",
        ['S'] = "%S",
        ['s'] = "%S",
        ['T'] = "%H:%M:%S",
        ['v'] = "%V",
        ['W'] = "%A",
        ['x'] = "%G",
        ['Y'] = "%Y",
        ['y'] = "%y",
        ['%'] = "%%",
    };

    static readonly Dictionary<string, string> Joda = new()
    {
        ["y"] = "%Y",
        ["yy"] = "%y",
        ["yyyy"] = "%Y",
        ["Y"] = "%Y",
        ["YYYY"] = "%Y",
        ["x"] = "%G",
        ["xxxx"] = "%G",
        ["w"] = "%-V",
        ["ww"] = "%V",
        ["e"] = "%u",
        ["E"] = "%a",
        ["EE"] = "%a",
        ["EEE"] = "%a",
        ["EEEE"] = "%A",
        ["D"] = "%-j",
        ["DDD"] = "%j",
        ["M"] = "%-m",
        ["MM"] = "%m",
        ["MMM"] = "%b",
        ["MMMM"] = "%B",
        ["d"] = "%-d",
        ["dd"] = "%d",
        ["a"] = "%p",
        ["h"] = "%-I",
        ["hh"] = "%I",
        ["H"] = "%-H",
        ["HH"] = "%H",
        ["m"] = "%-M",
        ["mm"] = "%M",
        ["s"] = "%-S",
        ["ss"] = "%S",
        ["SSS"] = "%g",
        ["SSSSSS"] = "%f",
        ["Z"] = "%z",
        ["ZZ"] = "%z",
    };

    /// <summary>A mask of date_format, or null and the specifier that Trino refuses.</summary>
    public static (string? Mask, string? Unsupported) FromMySql(string mask)
    {
        var strftime = new StringBuilder();
        for (var i = 0; i < mask.Length; i++)
        {
            if (mask[i] != '%' || i + 1 == mask.Length)
            {
                strftime.Append(mask[i] == '%' ? "%%" : mask[i].ToString());
                continue;
            }

            if ("DUuVwX".Contains(mask[++i]))
                return (null, $"%{mask[i]}");
            strftime.Append(MySql.GetValueOrDefault(mask[i], mask[i].ToString()));
        }

        return (strftime.ToString(), null);
    }

    public static (string? Mask, string? Unsupported) FromJoda(string mask)
    {
        var strftime = new StringBuilder();
        for (var i = 0; i < mask.Length;)
        {
            if (mask[i] == '\'')
            {
                var end = mask.IndexOf('\'', i + 1);
                if (end < 0)
                    return (null, mask[i..]);
                strftime.Append(end == i + 1 ? "'" : mask[(i + 1)..end].Replace("%", "%%", StringComparison.Ordinal));
                i = end + 1;
                continue;
            }

            var length = 1;
            while (i + length < mask.Length && mask[i + length] == mask[i])
                length++;
            var letters = mask.Substring(i, length);
            if (char.IsAsciiLetter(mask[i]) && !Joda.ContainsKey(letters))
                return (null, letters);
            strftime.Append(char.IsAsciiLetter(mask[i]) ? Joda[letters] : letters.Replace("%", "%%", StringComparison.Ordinal));
            i += length;
        }

        return (strftime.ToString(), null);
    }

    public static Typed Format(FunctionCall call, Func<string, (string? Mask, string? Unsupported)> translate)
    {
        if (call.Arguments.Count != 2
            || call.Arguments[0].Type.Name is not ("timestamp" or "timestamp with time zone" or "date" or "unknown")
            || !call.Arguments[1].Type.IsText)
        {
            throw call.Unexpected("timestamp(3), varchar");
        }

        var mask = Mask(call, translate);
        if (mask.Contains("%z", StringComparison.Ordinal))
        {
            var zone = call.Arguments[0].Type.Zone;
            if (zone.Contains('/'))
                throw call.Analyzer.Error(AthenaError.NotHere, call.Location,
                    $"{call.Name} cannot show the offset of {zone} on this machine");
            mask = mask.Replace("%z", zone == "UTC" ? "+0000" : zone.Replace(":", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        return call.Result(TrinoType.Varchar, $"strftime({Zones.ToLocal(call.Arguments[0])}, {Sql.Text(mask)})");
    }

    public static Typed Parse(FunctionCall call, Func<string, (string? Mask, string? Unsupported)> translate, TrinoType result)
    {
        if (call.Arguments.Count != 2 || call.Arguments.Any(argument => !argument.Type.IsText && argument.Type.Name != "unknown"))
            throw call.Unexpected("varchar, varchar");
        var mask = Mask(call, translate);
        var sql = $"strptime({call.Arguments[0].Sql}, {Sql.Text(mask)})";
        return call.Result(result, mask.Contains("%z", StringComparison.Ordinal) ? $"timezone('UTC', {sql})" : sql);
    }

    public static Typed ToIso8601(FunctionCall call)
    {
        if (call.Arguments is not [{ Type.Name: "date" or "timestamp" or "timestamp with time zone" } time])
            throw call.Unexpected("timestamp(3)");
        if (time.Type.Name == "date")
            return call.Result(TrinoType.VarcharOf(16), $"CAST({time.Sql} AS VARCHAR)");
        if (time.Type.Zone.Contains('/'))
            throw call.Analyzer.Error(AthenaError.NotHere, call.Location,
                $"to_iso8601 cannot show the offset of {time.Type.Zone} on this machine");
        var decimals = time.Type.Length switch { 0 => "", <= 3 => ".%g", _ => ".%f" };
        var zone = !time.Type.IsZoned ? "" : time.Type.Zone == "UTC" ? "Z" : time.Type.Zone;
        return call.Result(TrinoType.Varchar, $"strftime({Zones.ToLocal(time)}, '%Y-%m-%dT%H:%M:%S{decimals}{zone}')");
    }

    static string Mask(FunctionCall call, Func<string, (string? Mask, string? Unsupported)> translate)
    {
        var (mask, unsupported) = translate(call.Constant(1, "format"));
        return mask ?? throw call.Analyzer.Error(
            AthenaError.InvalidArgument, call.Arguments[1].Location, $"{unsupported} is not supported in the format of {call.Name}");
    }
}
