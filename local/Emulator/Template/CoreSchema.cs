using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Emulator.Template;

/// <summary>Resolves the types of plain scalars by the core schema of YAML 1.2 ("10.3.2. Tag Resolution").</summary>
static partial class CoreSchema
{
    public static JsonNode? Value(ScalarNode scalar)
    {
        if (!scalar.IsPlain)
            return JsonValue.Create(scalar.Text);
        return scalar.Text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            var text => Number(text) ?? Radix(text) ?? JsonValue.Create(text),
        };
    }

    /// <summary>Returns a JSON number, or null if the text is not a number. JSON has no infinities, so they stay text.</summary>
    public static JsonNode? Number(string text)
    {
        if (!NumberShape.IsMatch(text))
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && double.IsFinite(large)
            ? JsonValue.Create(large)
            : null;
    }

    static JsonValue? Radix(string text)
    {
        try
        {
            return text.StartsWith("0x", StringComparison.Ordinal) && text.Length > 2 ? JsonValue.Create(Convert.ToInt64(text[2..], 16))
                : text.StartsWith("0o", StringComparison.Ordinal) && text.Length > 2 ? JsonValue.Create(Convert.ToInt64(text[2..], 8))
                : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex NumberShape { get; }
}
