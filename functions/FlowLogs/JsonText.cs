using System.Buffers;
using System.Text.Json;

namespace FlowLogs;

/// <summary>
/// Reads names and strings of external JSON. JSON's grammar allows unpaired surrogates, for which the reader's own methods throw
/// InvalidOperationException; here a text with an unpaired surrogate matches no name.
/// </summary>
public static class JsonText
{
    /// <summary>The bytes that JSON strings must escape: control characters, quote and backslash.</summary>
    public static SearchValues<byte> Escaped { get; } =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>Options for payloads: several may be concatenated, and nesting costs one bit a level, so it has no limit.</summary>
    public static JsonReaderOptions ReaderOptions => new() { AllowMultipleValues = true, MaxDepth = int.MaxValue };

    /// <summary>Returns whether the current name or string of the reader is this text, with or without escapes.</summary>
    public static bool Is(this ref readonly Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        const int LongestEscape = 6;
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.SequenceEqual(text);
        return reader.ValueSpan.Length <= LongestEscape * text.Length && reader.Unescaped().Span.SequenceEqual(text);
    }

    /// <summary>Returns the current string of the reader without its escapes; empty for invalid text.</summary>
    public static ReadOnlyMemory<byte> Unescaped(this ref readonly Utf8JsonReader reader)
    {
        var buffer = new byte[reader.ValueSpan.Length];
        try
        {
            return buffer.AsMemory(0, reader.CopyString(buffer));
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>Returns whether a text is a JSON string of valid characters, at least one.</summary>
    public static bool IsString(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'"', .., (byte)'"'])
            return false;
        var reader = new Utf8JsonReader(text);
        try
        {
            return reader.Read() && reader.BytesConsumed == text.Length && reader.Unescaped().Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Returns a JSON value as the inside of a JSON string. Line breaks and tabs between its tokens become spaces.</summary>
    public static byte[] Quoted(ReadOnlySpan<byte> json)
    {
        var quoted = new byte[json.Length + json.Count((byte)'"') + json.Count((byte)'\\')];
        var length = 0;
        foreach (var letter in json)
        {
            if (letter is (byte)'"' or (byte)'\\')
                quoted[length++] = (byte)'\\';
            quoted[length++] = letter < ' ' ? (byte)' ' : letter;
        }
        return quoted;
    }

    /// <summary>Returns a JSON value for a message: in one line, and truncated if it is long.</summary>
    public static string Shown(JsonElement value)
    {
        const int Longest = 40;
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}...";
    }
}
