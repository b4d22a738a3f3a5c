using System.Globalization;
using FlowLogs.Local.Athena;

namespace FlowLogs.Local.Web.Dashboards;

/// <summary>The fields of a Logs Insights query: it discovers <c>srcAddr</c> where the table has <c>srcaddr</c>, <c>interfaceId</c> for <c>interface_id</c>.</summary>
sealed class InsightsFields(TableDefinition table)
{
    readonly HashSet<string> _aliases = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="WidgetException">There is no such field.</exception>
    public string Column(string field)
    {
        var name = field.Trim('`');
        if (_aliases.Contains(name))
            return $"\"{name}\"";
        if (name == "@timestamp")
            return "start";
        var plain = Plain(name);
        return table.Columns.Select(column => column.Name).FirstOrDefault(column => Plain(column) == plain) is { } found
            ? found == "end" ? "\"end\"" : found
            : throw new WidgetException($"The Logs Insights field {name} is no column of {table.Name}.");
    }

    /// <summary>Whether the table has a text where Logs Insights sees a number.</summary>
    public bool IsText(string column) => table.Columns.Any(known => known.Name == column && known.Type == "string");

    /// <returns>The alias, quoted.</returns>
    public string AddAlias(string name)
    {
        var plain = name.Trim('`').Replace("\"", "", StringComparison.Ordinal);
        _aliases.Add(plain);
        return $"\"{plain}\"";
    }

    /// <summary>An aggregate function's call, of which the name has been read.</summary>
    public string Aggregate(string function, InsightsTokens tokens)
    {
        tokens.Expect("(");
        var argument = tokens.Is(")") || tokens.TryTake("*") ? "*" : Column(tokens.Take());
        tokens.Expect(")");
        return function.ToLowerInvariant() switch
        {
            "count" => $"count({argument})",
            "count_distinct" => $"count(DISTINCT {argument})",
            "sum" or "avg" or "min" or "max" => $"{function.ToLowerInvariant()}({argument})",
            _ => throw new WidgetException($"The Logs Insights function {function} is not translated here; count, count_distinct, sum, avg, min and max are."),
        };
    }

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
            throw new WidgetException($"bin({text}) is no time.");
        var seconds = (long)count * unit;
        return string.Create(CultureInfo.InvariantCulture, $"from_unixtime(CAST(to_unixtime(start) AS bigint) / {seconds} * {seconds})");
    }

    static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
