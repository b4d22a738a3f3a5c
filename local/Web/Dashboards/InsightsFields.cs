using System.Globalization;
using Emulator.Athena;

namespace Web.Dashboards;

/// <summary>
/// The fields of a Logs Insights query: it discovers <c>srcAddr</c> where the table has <c>srcaddr</c>, <c>interfaceId</c> for
/// <c>interface_id</c>.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="format">The names of a record's fields in order, for <c>@message</c>; empty if they are unknown.</param>
sealed class InsightsFields(TableDefinition table, IReadOnlyList<string> format)
{
    // The SQL of each name that the query defines.
    readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="WidgetException">The field does not exist.</exception>
    public string Column(string field)
    {
        var name = field.Trim('`');
        if (_aliases.TryGetValue(name, out var given))
            return given;
        if (name == "@timestamp")
            return "start";
        if (name == "@message" && format.Count > 0)
            return Message();
        var plain = Plain(name);
        return table.Columns.Select(column => column.Name).FirstOrDefault(column => Plain(column) == plain) is { } found
            ? found == "end" ? "\"end\"" : found
            : throw new WidgetException($"The Logs Insights field {name} is not a column of {table.Name}.");
    }

    /// <summary>
    /// Returns a column as Logs Insights sorts and sums it: ports are strings in the table, where "9" is more than "1024".
    /// </summary>
    public static string AsNumber(string column) => column is "srcport" or "dstport" ? $"TRY_CAST({column} AS bigint)" : column;

    /// <summary>Returns whether a column is a string that Logs Insights sees as a number.</summary>
    public bool IsText(string column) => table.Columns.Any(known => known.Name == column && known.Type == "string");

    // The record as received: a record that does not match the format is kept as a whole.
    string Message()
    {
        var texts = format.Select(field =>
            Column(field) is var column && table.Columns.FirstOrDefault(known => known.Name == column.Trim('"')).Type == "timestamp"
            ? $"CAST(CAST(to_unixtime({column}) AS bigint) AS varchar)"
            : $"CAST({column} AS varchar)");
        var line = string.Join(" || ' ' || ", texts.Select(text => $"coalesce({text}, '-')"));
        return table.Columns.Any(column => column.Name == "unparsed") ? $"coalesce(unparsed, {line})" : $"({line})";
    }

    /// <summary>Returns whether the query has defined this name.</summary>
    public bool IsAlias(string name) => _aliases.ContainsKey(name.Trim('`'));

    /// <summary>
    /// Gives a name to what <c>fields</c> computes. Later uses are replaced by the SQL itself, because a condition in Athena knows no
    /// aliases.
    /// </summary>
    /// <returns>The quoted name.</returns>
    public string AddAlias(string name, string sql)
    {
        _aliases[name.Trim('`')] = sql;
        return Quoted(name);
    }

    /// <summary>Starts the rows that <c>stats</c> returns.</summary>
    /// <param name="names">The names of its columns.</param>
    public void BeginGroups(IEnumerable<string> names)
    {
        _aliases.Clear();
        foreach (var name in names)
            AddAlias(name, Quoted(name));
    }

    public static string Quoted(string name) => $"\"{name.Trim('`').Replace("\"", "", StringComparison.Ordinal)}\"";

    /// <summary>Translates <c>bin(15m)</c>, whose name has been read.</summary>
    public static string Bin(InsightsTokens tokens)
    {
        tokens.Expect("(");
        var text = tokens.Take();
        tokens.Expect(")");
        var digits = new string([.. text.TakeWhile(char.IsAsciiDigit)]);
        var unit = text[digits.Length..] switch
        {
            "s" or "sec" => 1,
            "m" or "min" => 60,
            "h" or "hr" => 3600,
            "d" => 86400,
            _ => throw new WidgetException($"bin({text}) is not supported here. Use the units s, m, h and d."),
        };
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 100_000)
            throw new WidgetException($"Invalid time in bin({text}).");
        var seconds = (long)count * unit;
        return $"from_unixtime(CAST(to_unixtime(start) AS bigint) / {seconds} * {seconds})";
    }

    static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
