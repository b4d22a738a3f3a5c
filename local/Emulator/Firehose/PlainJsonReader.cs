using System.Buffers;
using System.Text;

namespace Emulator.Firehose;

/// <summary>
/// Fast path for the JSON that Decompressor writes: objects without white space, with strings in ASCII without escapes and with whole
/// numbers.
/// It rejects all other JSON, which <see cref="OpenXJsonReader"/> then reads.
/// </summary>
sealed class PlainJsonReader
{
    static readonly SearchValues<byte> NotPlain =
        SearchValues.Create([.. Enumerable.Range(0, 256).Where(letter => letter is < ' ' or '"' or '\\' or > '~')
        .Select(letter => (byte)letter)]);

    readonly ColumnBuffer[] _columns;

    // "key":
    readonly byte[][] _keys;

    // The column that last followed each column; the last entry is for the first key of an object.
    readonly int[] _followers;

    public PlainJsonReader(ColumnBuffer[] columns, byte[][] keys)
    {
        _columns = columns;
        _keys = Array.ConvertAll(keys, Literal);
        _followers = [.. Enumerable.Range(1, columns.Length), 0];
    }

    /// <summary>Advances to the next value.</summary>
    /// <returns>False at the end of the data.</returns>
    public static bool SkipWhite(ref ReadOnlySpan<byte> json)
    {
        json = json.TrimStart(" \t\r\n"u8);
        return !json.IsEmpty;
    }

    /// <summary>Adds the next object as a row and advances past it.</summary>
    /// <returns>False if it is not in the plain form. Columns may then contain some of its values; the position is unchanged.</returns>
    public bool TryAdd(int row, ref ReadOnlySpan<byte> json)
    {
        if (json[0] != '{')
            return false;
        var rest = json[1..];
        var column = _columns.Length;
        while (true)
        {
            column = Column(column, rest);
            // A duplicate key is ignored, and so is a key without a column.
            if (column < 0 || _columns[column].Rows > row)
                return false;
            rest = rest[_keys[column].Length..];
            if (rest.IsEmpty)
                return false;
            var isText = rest[0] == '"';
            if (isText)
                rest = rest[1..];
            var length = isText ? rest.IndexOfAny(NotPlain) : Digits(rest);
            if (length < 0 || length == rest.Length)
                return false;
            var value = rest[..length];
            if (isText)
            {
                if (rest[length] != '"' || !_columns[column].TryAddText(row, value))
                    return false;
                length++;
            }
            else if (!_columns[column].TryAddDigits(row, value))
            {
                return false;
            }
            if (length == rest.Length)
                return false;
            var end = rest[length];
            rest = rest[(length + 1)..];
            if (end == '}')
            {
                json = rest;
                return true;
            }
            if (end != ',')
                return false;
        }
    }

    // This reader does not support keys that JSON escapes.
    static byte[] Literal(byte[] key) =>
        key.AsSpan().ContainsAny(NotPlain) ? [0] : Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(key)}\":");

    int Column(int before, ReadOnlySpan<byte> json)
    {
        var guess = _followers[before];
        if (guess < _keys.Length && json.StartsWith(_keys[guess]))
            return guess;
        for (var i = 0; i < _keys.Length; i++)
        {
            if (json.StartsWith(_keys[i]))
                return _followers[before] = i;
        }
        return -1;
    }

    // JSON has no leading zeros, so a number that begins with 0 is 0.
    static int Digits(ReadOnlySpan<byte> json)
    {
        var length = 0;
        while (length < json.Length && (uint)(json[length] - '0') <= 9)
            length++;
        return length == 0 || (length > 1 && json[0] == '0') ? -1 : length;
    }
}
