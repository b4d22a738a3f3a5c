using System.Text;

namespace Emulator.Athena.Dialect;

/// <summary>A statement with edits: its new text, and the way back from offsets in the new text.</summary>
/// <param name="sql">The statement.</param>
sealed class StatementEdits(string sql)
{
    readonly List<(int Offset, int Length, string Text)> _edits = [];
    int[]? _charOffsets;

    /// <summary>The text after the last call of <see cref="Apply"/>.</summary>
    public string Text { get; private set; } = "";

    public void Replace(SqlToken token, string text) => _edits.Add((token.Offset, token.Value.Length, text));

    /// <summary>Replaces a token, or the whole start of the statement, by spaces.</summary>
    public void Blank(int offset, int length) => _edits.Add((offset, length, new string(' ', length)));

    public void Insert(SqlToken before, string text) => _edits.Add((before.Offset, 0, text));

    public bool HasEditAt(int offset) => _edits.Exists(edit => edit.Offset == offset);

    public void Apply()
    {
        _charOffsets = null;
        _edits.Sort((one, other) => (one.Offset, one.Length).CompareTo((other.Offset, other.Length)));
        var text = new StringBuilder();
        var done = 0;
        foreach (var (offset, length, replacement) in _edits)
        {
            text.Append(sql, done, offset - done).Append(replacement);
            done = offset + length;
        }
        Text = text.Append(sql, done, sql.Length - done).ToString();
    }

    /// <summary>Returns the offset in the statement of an offset in <see cref="Text"/>, which counts UTF-8 bytes.</summary>
    public int OriginalOfByte(int bytes) => Original(CharOffset(bytes));

    /// <summary>Returns the offset in the statement of an offset in <see cref="Text"/>, which counts Unicode scalar values.</summary>
    public int OriginalOfRune(int runes) => Original(Text.EnumerateRunes().Take(runes).Sum(rune => rune.Utf16SequenceLength));

    int Original(int offset)
    {
        var shift = 0;
        foreach (var (at, length, replacement) in _edits)
        {
            if (at + shift + replacement.Length > offset)
                break;
            shift += replacement.Length - length;
        }
        return Math.Max(0, offset - shift);
    }

    int CharOffset(int bytes)
    {
        if (_charOffsets is null)
        {
            var offsets = new List<int>();
            var chars = 0;
            foreach (var rune in Text.EnumerateRunes())
            {
                for (var i = 0; i < rune.Utf8SequenceLength; i++)
                    offsets.Add(chars);
                chars += rune.Utf16SequenceLength;
            }
            offsets.Add(chars);
            _charOffsets = [.. offsets];
        }
        return _charOffsets[Math.Min(bytes, _charOffsets.Length - 1)];
    }
}
