using System.Globalization;
using System.Text;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>
/// Fills message templates. Each <c>{name}</c> or <c>{name:format}</c> takes the next argument, <c>{{</c> and <c>}}</c> are braces. A
/// message without arguments is not a template. Amazon.Lambda.RuntimeSupport compiles this file, too.
/// </summary>
static class MessageTemplate
{
    /// <summary>Fills a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="args">An argument for each name.</param>
    /// <param name="named">Gets each argument by its name.</param>
    public static string Fill(string template, object?[] args, List<(string Name, object? Value)> named)
    {
        if (args.Length == 0)
            return template;

        var text = new StringBuilder(template.Length + (16 * args.Length));
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (c == '{' && named.Count < args.Length && template.IndexOf('}', i) is var end and > 0)
            {
                var (name, format) = Parts(template[(i + 1)..end]);
                var value = args[named.Count];
                text.Append(value is null ? "(null)" : Text(value, format));
                named.Add((name, format is null || value is null ? value : Text(value, format)));
                i = end;
            }
            else
            {
                text.Append(c);
            }
        }
        return text.ToString();
    }

    /// <summary>Returns a value as text in the invariant culture.</summary>
    public static string Text(object value, string? format = null) =>
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value.ToString() ?? "";

    static (string Name, string? Format) Parts(string hole) => hole.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
        ? (hole[..colon], hole[(colon + 1)..])
        : (hole, null);
}
