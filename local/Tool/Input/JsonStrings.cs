using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Tool.Input;

/// <summary>
/// Names and strings of JSON from outside. The library's own methods throw for invalid text, which has half a surrogate pair or
/// bytes that are not UTF-8. Here such text is returned unchanged, and such bytes as <c>\xHH</c>.
/// </summary>
static class JsonStrings
{
    /// <summary>Returns the current name or string of the reader.</summary>
    public static string Text(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Raw(reader.ValueSpan);
        }
    }

    /// <summary>Returns a string's text, or the JSON of a number or boolean; empty for null.</summary>
    public static string Text(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            return Raw(JsonMarshal.GetRawUtf8Value(value)[1..^1]);
        }
    }

    public static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Raw(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }

    /// <summary>Returns any value as JSON.</summary>
    public static string Json(JsonElement value) => Raw(JsonMarshal.GetRawUtf8Value(value));

    static string Raw(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(LogEventText.Escape(json));
}
