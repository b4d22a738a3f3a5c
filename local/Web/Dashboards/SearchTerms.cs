using Emulator.CloudWatch;

namespace Web.Dashboards;

/// <summary>The terms of a search: OR binds weakest, terms beside each other must all hold.</summary>
sealed class SearchTerms(IReadOnlyList<string> tokens)
{
    int _next;

    // The key of the values within its parentheses.
    string? _key;

    /// <exception cref="WidgetException">A parenthesis or a term is missing.</exception>
    public Func<MetricSeries, bool> Parse()
    {
        if (tokens.Count == 0)
            return _ => true;
        var all = Or();
        return _next == tokens.Count ? all : throw new WidgetException($"The search has an unexpected '{tokens[_next]}'.");
    }

    Func<MetricSeries, bool> Or()
    {
        var left = And();
        while (TryTake("OR"))
        {
            var (one, two) = (left, And());
            left = series => one(series) || two(series);
        }

        return left;
    }

    Func<MetricSeries, bool> And()
    {
        var left = Not();
        while (_next < tokens.Count && tokens[_next] is not ("OR" or ")"))
        {
            TryTake("AND");
            var (one, two) = (left, Not());
            left = series => one(series) && two(series);
        }

        return left;
    }

    Func<MetricSeries, bool> Not()
    {
        if (!TryTake("NOT"))
            return Term();
        var term = Not();
        return series => !term(series);
    }

    Func<MetricSeries, bool> Term()
    {
        if (_next == tokens.Count)
            throw new WidgetException("The search ends where a term is expected.");
        var token = tokens[_next++];
        if (token == "(")
        {
            var inner = Or();
            return TryTake(")") ? inner : throw new WidgetException("The search lacks a closing parenthesis.");
        }

        var equals = EqualsSign(token);
        if (equals < 0 && _key is { } of)
            return series => ValueOf(series, of) is { } stored && Fits(stored, token);
        if (equals < 0)
            return series => NamesOf(series).Any(name => Fits(name, token));
        var (key, value) = (token[..equals].Trim('"'), token[(equals + 1)..].Trim());
        return value.Length > 0 ? series => ValueOf(series, key) is { } stored && Fits(stored, value) : Values(key);
    }

    // Protocol=("TCP" OR "UDP"): each word within the parentheses is a value of that key.
    Func<MetricSeries, bool> Values(string key)
    {
        if (!TryTake("("))
            throw new WidgetException($"The search has no value after {key}=.");
        var outer = _key;
        _key = key;
        var inner = Or();
        _key = outer;
        return TryTake(")") ? inner : throw new WidgetException("The search lacks a closing parenthesis.");
    }

    static int EqualsSign(string token)
    {
        var quoted = false;
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] == '"')
                quoted = !quoted;
            else if (token[i] == '=' && !quoted)
                return i;
        }

        return -1;
    }

    static bool Fits(string stored, string wanted) => wanted is ['"', .. var whole, '"']
        ? stored == whole
        : stored.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    static IEnumerable<string> NamesOf(MetricSeries series) =>
        [series.Namespace, series.MetricName, .. series.Dimensions.Keys, .. series.Dimensions.Values];

    static string? ValueOf(MetricSeries series, string key) => key switch
    {
        "MetricName" => series.MetricName,
        "Namespace" => series.Namespace,
        _ => series.Dimensions.GetValueOrDefault(key),
    };

    bool TryTake(string token)
    {
        if (_next == tokens.Count || tokens[_next] != token)
            return false;
        _next++;
        return true;
    }
}
