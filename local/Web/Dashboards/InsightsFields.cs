using System.Globalization;
using Emulator.Athena;

namespace Web.Dashboards;

/// <summary>
/// The fields of a Logs Insights query: it discovers <c>srcAddr</c> where the table has <c>srcaddr</c>, <c>interfaceId</c> for
/// <c>interface_id</c>.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="format">The names of a record's fields, in its order, for <c>@message</c>; empty where they are not known.</param>
sealed class InsightsFields(TableDefinition table, IReadOnlyList<string> format)
{
    // The SQL of each name that the query defines.
    readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="WidgetException">There is no such field.</exception>
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

    /// <summary>A column as what Logs Insights sorts and sums it: the table's ports are texts, of which "9" is more than "1024".</summary>
    public static string AsNumber(string column) => column is "srcport" or "dstport" ? $"TRY_CAST({column} AS bigint)" : column;

    /// <summary>Whether the table has a text where Logs Insights sees a number.</summary>
    public bool IsText(string column) => table.Columns.Any(known => known.Name == column && known.Type == "string");

    // The record as it came: what does not fit the format is kept whole.
    string Message()
    {
        var texts = format.Select(field =>
            Column(field) is var column && table.Columns.FirstOrDefault(known => known.Name == column.Trim('"')).Type == "timestamp"
            ? $"CAST(CAST(to_unixtime({column}) AS bigint) AS varchar)"
            : $"CAST({column} AS varchar)");
        var line = string.Join(" || ' ' || ", texts.Select(text => $"coalesce({text}, '-')"));
        return table.Columns.Any(column => column.Name == "unparsed") ? $"coalesce(unparsed, {line})" : $"({line})";
    }

    /// <summary>Whether the query has given this name.</summary>
    public bool IsAlias(string name) => _aliases.ContainsKey(name.Trim('`'));

    /// <summary>
    /// Gives a name to what <c>fields</c> computes. Later uses are replaced by the SQL itself, because a condition in Athena knows no
    /// aliases.
    /// </summary>
    /// <returns>The name, quoted.</returns>
    public string AddAlias(string name, string sql)
    {
        _aliases[name.Trim('`')] = sql;
        return Quoted(name);
    }

    /// <summary>From here on, the rows are those that <c>stats</c> makes.</summary>
    /// <param name="names">The names that it gives.</param>
    public void BeginGroups(IEnumerable<string> names)
    {
        _aliases.Clear();
        foreach (var name in names)
            AddAlias(name, Quoted(name));
    }

    public static string Quoted(string name) => $"\"{name.Trim('`').Replace("\"", "", StringComparison.Ordinal)}\"";

    /// <summary><c>bin(15m)</c>, of which the name has been read.</summary>
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
            _ => throw new WidgetException($"bin({text}) is not translated here; s, m, h and d are its units."),
        };
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > 100_000)
            throw new WidgetException($"Invalid time in bin({text}).");
        var seconds = (long)count * unit;
        return string.Create(CultureInfo.InvariantCulture, $"from_unixtime(CAST(to_unixtime(start) AS bigint) / {seconds} * {seconds})");
    }

    static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
