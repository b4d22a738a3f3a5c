using System.Globalization;
using Emulator.Athena;
using Web.Filters;

namespace Web.Dashboards;

/// <summary>
/// A Logs Insights query on flow logs as SQL: <c>fields</c>, <c>display</c>, <c>filter</c>, <c>stats ... by</c>, <c>sort</c> and
/// <c>limit</c>
/// ("CloudWatch Logs Insights query syntax"). What else it may have is refused with a sentence, for a wrong table is worse than none.
/// </summary>
sealed class InsightsQuery
{
    /// <summary>The maximum number of rows of a query without a limit.</summary>
    const int UsualLimit = 1000;

    readonly InsightsTokens _tokens;
    readonly InsightsFields _fields;
    readonly List<string> _conditions = [];
    readonly List<string> _conditionsOfGroups = [];
    readonly List<string> _select = [];
    readonly List<string> _groups = [];
    readonly List<string> _order = [];
    bool _hasStats;
    int _limit = UsualLimit;

    InsightsQuery(string query, TableDefinition table, IReadOnlyList<string> format) =>
        (_tokens, _fields) = (new InsightsTokens(query), new InsightsFields(table, format));

    /// <summary>Translates a query.</summary>
    /// <exception cref="WidgetException">A part of it cannot be translated.</exception>
    public static string ToSql(string query, TableDefinition table, FlowFilter filter, TimeRange range,
        IReadOnlyList<string>? format = null)
    {
        var translation = new InsightsQuery(query, table, format ?? []);
        translation.ReadCommands();
        return translation.Write(table, filter, range);
    }

    string Write(TableDefinition table, FlowFilter filter, TimeRange range)
    {
        // A complete order keeps equal rows in place when the page updates.
        var order = _order.Concat(_groups.Select((_, index) => (index + 1).ToString(CultureInfo.InvariantCulture))).ToList();
        IEnumerable<string> columns =
            _select.Count > 0 || _groups.Count > 0 ? _groups.Concat(_select) : table.Columns.Select(column => _fields.Column(column.Name));
        var rows = $"SELECT {string.Join(", ", columns)}\nFROM {table.Name}\n{filter.Where(range, _conditions)}"
            + (_groups.Count > 0 ? $"GROUP BY {string.Join(", ", Enumerable.Range(1, _groups.Count))}\n" : "");
        if (_conditionsOfGroups.Count > 0)
            rows = $"SELECT * FROM (\n{rows}) AS grouped\nWHERE {string.Join("\n  AND ", _conditionsOfGroups)}\n";
        return rows
            + (order.Count > 0 ? $"ORDER BY {string.Join(", ", order)}\n" : "")
            + $"LIMIT {_limit}";
    }

    void ReadCommands()
    {
        do
        {
            var command = _tokens.Take().ToLowerInvariant();
            switch (command)
            {
                case "source":
                    // The group's name is ignored: local mode has one log group.
                    while (_tokens.Current is not (null or "|"))
                        _tokens.Take();
                    break;
                case "filter" or "where":
                    (_hasStats ? _conditionsOfGroups : _conditions).Add(new InsightsCondition(_tokens, _fields).Read());
                    break;
                case "stats" when !_hasStats:
                    _hasStats = true;
                    ReadStats();
                    break;
                case "sort" or "order":
                    _tokens.TryTake("by");
                    ReadSort();
                    break;
                case "fields" or "display" when !_hasStats:
                    ReadFields(replace: command == "display");
                    break;
                case "display":
                    ReadDisplay();
                    break;
                case "limit" or "head":
                    _limit = ReadLimit();
                    break;
                default:
                    throw new WidgetException($"The Logs Insights command '{command}' is not supported here. Use fields, display, filter, "
                        + "stats (once), sort or limit.");
            }
        }
        while (_tokens.TryTake("|"));
        if (_tokens.Current is { } left)
            throw new WidgetException($"The Logs Insights query has an unexpected '{left}'.");
    }

    void ReadStats()
    {
        _select.Clear();
        var names = new List<string>();
        do
        {
            var (sql, name) = new InsightsExpression(_tokens, _fields, aggregates: true).Read();
            names.Add(_tokens.TryTake("as") ? _tokens.Take() : name);
            _select.Add($"{sql} AS {InsightsFields.Quoted(names[^1])}");
        }
        while (_tokens.TryTake(","));
        if (_tokens.TryTake("by"))
            ReadGroups(names);
        _fields.BeginGroups(names);
    }

    void ReadGroups(List<string> names)
    {
        do
        {
            var first = _tokens.Place;
            var name = _tokens.Take();
            var isBin = name.Equals("bin", StringComparison.OrdinalIgnoreCase);
            var sql = isBin ? InsightsFields.Bin(_tokens) : _fields.Column(name);
            var usual = _tokens.TextFrom(first);
            var alias = _tokens.TryTake("as") ? _tokens.Take() : isBin || _fields.IsAlias(name) ? usual : null;
            _groups.Add(alias is null ? sql : $"{sql} AS {InsightsFields.Quoted(alias)}");
            if (alias is not null)
                names.Add(alias);
        }
        while (_tokens.TryTake(","));
    }

    void ReadFields(bool replace)
    {
        if (replace)
            _select.Clear();
        do
        {
            var (sql, name) = new InsightsExpression(_tokens, _fields, aggregates: false).Read();
            var alias = _tokens.TryTake("as") ? _tokens.Take() : name is ['@', ..] || sql.StartsWith('(') || _fields.IsAlias(name) ? name
                : null;
            _select.Add(alias is null ? sql : $"{sql} AS {_fields.AddAlias(alias, sql)}");
        }
        while (_tokens.TryTake(","));
    }

    // The columns of stats are shown anyway.
    void ReadDisplay()
    {
        do
            _fields.Column(_tokens.Take());
        while (_tokens.TryTake(","));
    }

    void ReadSort()
    {
        do
        {
            var first = _tokens.Place;
            _tokens.Take();
            // An unnamed column of stats has its text as its name: sort count(*) desc.
            while (_tokens.Is("(") || _tokens.Is("*") || _tokens.Is(")"))
                if (_tokens.Take() == "(" && !_tokens.Is("*") && !_tokens.Is(")"))
                    _tokens.Take();
            var name = InsightsFields.AsNumber(_fields.Column(_tokens.TextFrom(first)));
            var descending = _tokens.TryTake("desc") || !_tokens.TryTake("asc");
            _order.Add(descending ? $"{name} DESC" : name);
        }
        while (_tokens.TryTake(","));
    }

    int ReadLimit() =>
        _tokens.Take() is var text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is > 0 and <= 10_000
            ? limit
            : throw new WidgetException($"The limit must be between 1 and 10000, but was {text}.");
}
