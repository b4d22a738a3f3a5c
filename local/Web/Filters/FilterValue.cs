using System.Globalization;
using System.Net;
using Emulator;
using Emulator.Athena;

namespace Web.Filters;

/// <summary>Converts one value of a filter to a condition on a column, in SQL that Athena runs as well.</summary>
static class FilterValue
{
    const string None = "none";

    // The protocols that have ports in the table, from IANA's registry.
    static readonly Dictionary<string, int> Protocols = Enumerable.Range(0, 256)
        .Select(number => (Number: number, Keyword: IanaProtocol.Keyword(number)))
        .Where(protocol => !int.TryParse(protocol.Keyword, out _))
        .DistinctBy(protocol => protocol.Keyword, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(protocol => protocol.Keyword, protocol => protocol.Number, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the condition for a column.</summary>
    /// <exception cref="FormatException">The value is invalid for the field.</exception>
    public static string Condition(FilterField field, string column, string text, bool isExact, FilterFields fields)
    {
        var name = ColumnName(column);
        if (isExact)
            return field.Kind is FilterKind.Number or FilterKind.Time or FilterKind.Protocol
                ? $"CAST({name} AS varchar) = {Sql.Text(text)}"
                : Named(field, name, text, fields.Names) ?? $"{name} = {Sql.Text(text)}";
        if (text.Equals(None, StringComparison.OrdinalIgnoreCase))
            return $"{name} IS NULL";
        return field.Kind switch
        {
            FilterKind.Address => Address(field, name, text, fields),
            FilterKind.Interface => Named(field, name, text, fields.Names) ?? Interface(field, name, text, fields.Names),
            FilterKind.Port => Port(field, name, text),
            FilterKind.Protocol => Equal(name, $"{ProtocolOf(text)}")
                ?? throw Invalid(field, text, "a number from 0 to 255 or a name such as tcp, udp or icmp"),
            FilterKind.Sender => Sender(text) ?? throw Invalid(field, text, string.Join(" or ", field.Words)),
            FilterKind.Word => Equal(name, WordOf(field, text)) ?? throw Invalid(field, text, string.Join(", ", field.Words)),
            FilterKind.Number => Number(name, text, ReadNumber)
                ?? throw Invalid(field, text, "a number, a comparison such as >1000 or <=5k, or a range such as 100-200"),
            FilterKind.Time => Time(field, name, text),
            _ => Text(name, text),
        };
    }

    /// <summary>Whether a value is a comparison, so that several of them hold at once.</summary>
    public static bool IsComparison(string value) => value is ['<' or '>', ..];

    /// <summary>Returns the number of a protocol from its number or name, or null.</summary>
    public static int? ProtocolOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number <= byte.MaxValue ? number : null
        : Protocols.TryGetValue(text, out number) ? number : null;

    // The condition of one of the user's names, or null.
    static string? Named(FilterField field, string column, string text, NameList names)
    {
        if (field.Kind is not (FilterKind.Address or FilterKind.Interface))
            return null;
        var found = names.InterfacesOf(text);
        if (field.Kind == FilterKind.Interface)
            return found.Count > 0 ? SqlText.AnyOf(column, found) : null;
        if (names.NetworksOf(text) is { } networks)
            return NetworkText.AnyOf(column, networks);
        return found.Count == 0 ? null
            : throw new FormatException($"'{FilterText.Short(text)}' is the name of an interface. Use eni:{FilterText.Quote(text)}.");
    }

    static string Interface(FilterField field, string column, string text, NameList names) =>
        names.OfInterfaces.Count > 0 && !text.Contains('*', StringComparison.Ordinal) && !text.StartsWith("eni-", StringComparison.Ordinal)
            ? throw UnknownName(field, text, names.OfInterfaces, "an interface, text with *")
            : Text(column, text);

    static string Address(FilterField field, string column, string text, FilterFields fields)
    {
        var (marks, names) = (fields.Addresses, fields.Names);
        if (marks.NetworksOf(text) is { } networks)
            return text.Equals("public", StringComparison.OrdinalIgnoreCase)
                ? $"(regexp_like({column}, '^[0-9a-fA-F:.]+$') AND NOT ({NetworkText.AnyOf(column, networks)}))"
                : $"({NetworkText.AnyOf(column, networks)})";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 && IPAddress.TryParse(text, out var address) && text.AsSpan().ContainsAny('.', ':'))
        {
            var canonical = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
            return canonical == text ? $"{column} = {Sql.Text(text)}" : $"{column} IN ({Sql.Text(canonical)}, {Sql.Text(text)})";
        }

        if (Named(field, column, text, names) is { } named)
            return named;
        if (NetworkText.TryParse(text, out var network))
            return NetworkText.AnyOf(column, [network]);
        var expected = $"an address, a CIDR block such as 10.0.0.0/8, {string.Join(", ", AddressMarks.Words)} or none";
        throw names.OfNetworks.Count == 0 || IsLikeAddress(text)
            ? Invalid(field, text, expected)
            : UnknownName(field, text, names.OfNetworks, expected);
    }

    static bool IsLikeAddress(string text) =>
        text.AsSpan().ContainsAny('.', ':') && text.All(letter => char.IsAsciiHexDigit(letter) || letter is '.' or ':' or '/');

    static FormatException UnknownName(FilterField field, string text, IEnumerable<string> names, string expected)
    {
        const int most = 3;
        var nearest = NearestNames.Of(FilterText.Short(text), names).Take(most).Select(FilterText.Quote);
        return new FormatException($"Unknown {field.Name} '{FilterText.Short(text)}'. The nearest names are {string.Join(", ", nearest)}. "
            + $"Use a name, {expected}.");
    }

    static string Port(FilterField field, string column, string text)
    {
        const string Expected = "a number from 0 to 65535, a range such as 8000-8080, a comparison such as >1023, or a service name such "
            + "as https";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number <= ushort.MaxValue ? $"{column} = '{number}'" : throw Invalid(field, text, Expected);
        if (ServiceNames.PortsOf(text) is { Count: > 0 } ports)
            return $"{column} IN ({string.Join(", ", ports.Select(port => $"'{port}'"))})";
        return Number($"TRY_CAST({column} AS integer)", text, ReadPort) ?? throw Invalid(field, text, Expected);
    }

    // The side that opens a connection takes a port above those of services.
    static string? Sender(string text) => text.ToLowerInvariant() switch
    {
        "client" => "TRY_CAST(srcport AS integer) > TRY_CAST(dstport AS integer)",
        "server" => "TRY_CAST(srcport AS integer) < TRY_CAST(dstport AS integer)",
        _ => null,
    };

    static string? Number(string column, string text, Func<string, long?> read)
    {
        var operation = text.StartsWith(">=", StringComparison.Ordinal) || text.StartsWith("<=", StringComparison.Ordinal) ? text[..2]
            : text[..1];
        if (operation[0] is '<' or '>')
            return read(text[operation.Length..].Trim()) is { } limit ? $"{column} {operation} {limit}" : null;
        if (read(text) is { } number)
            return $"{column} = {number}";
        return text.Split('-') is [var low, var high] && read(low) is { } from && read(high) is { } to && from <= to
            ? $"{column} BETWEEN {from} AND {to}" : null;
    }

    static long? ReadPort(string text) => ReadNumber(text) is { } number and <= ushort.MaxValue ? number : null;

    static long? ReadNumber(string text)
    {
        var unit = text is [.., var last]
            ? char.ToLowerInvariant(last) switch { 'k' => 1_000L, 'm' => 1_000_000, 'g' => 1_000_000_000, 't' => 1_000_000_000_000, _ => 1 }
            : 1;
        var digits = unit == 1 ? text : text[..^1];
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * unit is <= long.MaxValue and var value && decimal.Truncate(value) == value ? (long)value : null;
    }

    static string Time(FilterField field, string column, string text)
    {
        var operation = text.StartsWith(">=", StringComparison.Ordinal) || text.StartsWith("<=", StringComparison.Ordinal) ? text[..2]
            : text[..1];
        var isComparison = operation[0] is '<' or '>';
        return TimeRange.TryReadInstant(isComparison ? text[operation.Length..].Trim() : text, out var time)
            ? $"{column} {(isComparison ? operation : "=")} {SqlText.Of(time)}"
            : throw Invalid(field, text, "a time such as 2026-11-01T08:30, or a comparison such as >=2026-11-01T08:30");
    }

    static string? Equal(string column, string? value) => string.IsNullOrEmpty(value) ? null : $"{column} = {value}";

    static string? WordOf(FilterField field, string text) =>
        field.Words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } word ? Sql.Text(word) : null;

    static string Text(string column, string text) =>
        text.Contains('*', StringComparison.Ordinal) ? Pattern(column, text) : $"{column} = {Sql.Text(text)}";

    static string Pattern(string column, string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
        return $"{column} LIKE {Sql.Text(escaped.Replace('*', '%'))} ESCAPE '\\'";
    }

    // "end" and "start" are words of SQL in one engine or the other.
    static string ColumnName(string column) => column.Equals("end", StringComparison.OrdinalIgnoreCase) ? "\"end\"" : column;

    static FormatException Invalid(FilterField field, string text, string expected) =>
        new($"Invalid {field.Name} '{FilterText.Short(text)}'. Use {expected}.");
}
