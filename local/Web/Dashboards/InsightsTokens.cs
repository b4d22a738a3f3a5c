using System.Text.RegularExpressions;

namespace Web.Dashboards;

/// <summary>The words, texts, numbers and signs of a Logs Insights query.</summary>
sealed partial class InsightsTokens(string query)
{
    readonly List<string> _tokens = [.. Token().Matches(query).Select(match => match.Value)];
    int _next;

    public string? Current => _next < _tokens.Count ? _tokens[_next] : null;

    /// <summary>The position of the current token.</summary>
    public int Place => _next;

    /// <summary>Returns the text since a position without blanks.</summary>
    public string TextFrom(int place) => string.Concat(_tokens[place.._next]);

    public bool Is(string word) => Current is { } token && token.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool TryTake(string word)
    {
        if (!Is(word))
            return false;
        _next++;
        return true;
    }

    /// <exception cref="WidgetException">The query has ended.</exception>
    public string Take()
    {
        var token = Current ?? throw new WidgetException("The Logs Insights query is incomplete.");
        _next++;
        return token;
    }

    /// <exception cref="WidgetException">The next token is a different one.</exception>
    public void Expect(string word)
    {
        if (!TryTake(word))
            throw new WidgetException($"The Logs Insights query has '{Current ?? "its end"}' where '{word}' is expected.");
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|/(?:[^/\\]|\\.)+/|`[^`]*`|[0-9]+(?:\.[0-9]+)?[a-z]*|[@A-Za-z_][\w.@]*|!=|<=|>=|=~|[^\s]""")]
    private static partial Regex Token();
}
