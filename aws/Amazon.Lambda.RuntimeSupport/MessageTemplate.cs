using System.Globalization;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Fills message templates. Each <c>{Name}</c> or <c>{Name:format}</c> takes the next argument, <c>{{</c> and <c>}}</c> are braces.
/// </summary>
static class MessageTemplate
{
    /// <summary>Fills a template. Names without an argument stay as they are.</summary>
    public static string Fill(string template, object[] args)
    {
        if (args.Length == 0)
            return template;

        var text = new StringBuilder(template.Length + 16 * args.Length);
        var next = 0;
        for (var i = 0; i < template.Length; i++)
        {
            var c = template[i];
            if (c is '{' or '}' && i + 1 < template.Length && template[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (c == '{' && next < args.Length && template.IndexOf('}', i) is var end and > 0)
            {
                var colon = template.IndexOf(':', i, end - i);
                AppendValue(text, args[next++], colon < 0 ? null : template[(colon + 1)..end]);
                i = end;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    static void AppendValue(StringBuilder text, object? value, string? format) =>
        text.Append(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()
            ?? "null");
}
