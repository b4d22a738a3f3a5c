using System.Text.RegularExpressions;

namespace Web.Dashboards.Expressions;

/// <summary>The numbers, names, texts and signs of an expression.</summary>
sealed partial class MathTokens
{
    readonly List<string> _tokens = [];
    int _next;

    /// <exception cref="WidgetException">It has a sign that no expression has.</exception>
    public MathTokens(string expression)
    {
        foreach (Match token in Token().Matches(expression))
            _tokens.Add(token.Groups["wrong"].Success ? throw new WidgetException($"The expression {expression} has a {token.Value} that metric math does not know.") : token.Value);
    }

    public string? Current => _next < _tokens.Count ? _tokens[_next] : null;

    public bool TryTake(params ReadOnlySpan<string> tokens)
    {
        foreach (var token in tokens)
        {
            if (!string.Equals(Current, token, StringComparison.OrdinalIgnoreCase))
                continue;
            _next++;
            return true;
        }

        return false;
    }

    /// <exception cref="WidgetException">The expression has ended.</exception>
    public string Take()
    {
        var token = Current ?? throw new WidgetException("The expression ends too early.");
        _next++;
        return token;
    }

    /// <exception cref="WidgetException">Something else stands there.</exception>
    public void Expect(string token)
    {
        if (!TryTake(token))
            throw new WidgetException($"The expression has {Current ?? "its end"} where {token} is expected.");
    }

    [GeneratedRegex("""(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|'[^']*'|"[^"]*"|==|!=|<=|>=|&&|\|\||[-+*/^()<>,\[\]]|(?<wrong>\S)""")]
    private static partial Regex Token();
}
