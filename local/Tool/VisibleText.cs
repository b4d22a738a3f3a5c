using System.Buffers;
using System.Text;

namespace Tool;

/// <summary>
/// Makes characters visible that a terminal would obey or hide: control characters and those that change the direction of text. Each
/// becomes <c>\uXXXX</c>, which is also JSON's way to write it. See "Trojan Source" (CVE-2021-42574) for the direction marks.
/// </summary>
public static class VisibleText
{
    static readonly SearchValues<char> AllHidden = SearchValues.Create(Hidden());

    static readonly SearchValues<char> HiddenInLines = SearchValues.Create(Hidden().Except(['\n', '\t']).ToArray());

    /// <summary>Whether a character must be made visible.</summary>
    public static bool IsHidden(char letter) => AllHidden.Contains(letter);

    /// <summary>Encodes a text within one line, including line breaks and tabs.</summary>
    public static string OfOneLine(string text) => Encode(text, AllHidden);

    /// <summary>Encodes a text that can have line breaks and tabs.</summary>
    public static string OfLines(string text) => Encode(text, HiddenInLines);

    /// <summary>
    /// Returns the index of the first character to make visible, other than line breaks and tabs, or -1 if no character is hidden.
    /// </summary>
    public static int IndexInLines(ReadOnlySpan<char> text) => text.IndexOfAny(HiddenInLines);

    /// <summary>Writes one character as <c>\uXXXX</c>.</summary>
    public static string Code(char letter) => $@"\u{(int)letter:x4}";

    static string Encode(string text, SearchValues<char> hidden)
    {
        if (!text.AsSpan().ContainsAny(hidden))
            return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
            _ = hidden.Contains(letter) ? encoded.Append(Code(letter)) : encoded.Append(letter);
        return encoded.ToString();
    }

    static char[] Hidden() =>
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
            .Where(letter => char.IsControl(letter) || IsDirectionOrLine(letter))];

    // Bidi_Control of Unicode's PropList.txt, and the line and paragraph separators.
    static bool IsDirectionOrLine(char letter) =>
        letter is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
