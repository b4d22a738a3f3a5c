using System.Buffers;
using System.Text;

namespace Emulator.Firehose;

/// <summary>
/// Reads the JSON that Decompressor writes, many times faster than what reads all JSON: objects without white space, of strings in
/// ASCII without escapes and of whole numbers. What it takes is JSON; of anything else it says that it is for the other.
/// </summary>
sealed class PlainJsonReader
{
    static readonly SearchValues<byte> NotPlain = SearchValues.Create([.. Enumerable.Range(0, 256).Where(letter => letter is < ' ' or '"' or '\\' or > '~').Select(letter => (byte)letter)]);

    readonly ColumnBuffer[] _columns;

    // "key":
    readonly byte[][] _keys;

    // Which column's key came behind a column's; behind no column's in the last place.
    readonly int[] _followers;

    public PlainJsonReader(ColumnBuffer[] columns, byte[][] keys)
    {
        _columns = columns;
        _keys = Array.ConvertAll(keys, Literal);
        _followers = [.. Enumerable.Range(1, columns.Length), 0];
    }

    /// <summary>Goes to the next value.</summary>
    /// <returns>Whether anything comes.</returns>
    public static bool SkipWhite(ref ReadOnlySpan<byte> json)
    {
        json = json.TrimStart(" \t\r\n"u8);
        return !json.IsEmpty;
    }

    /// <summary>Adds the object that comes next as a row, and goes behind it.</summary>
    /// <returns>False when it is no plain object; columns may have some of its values, and the JSON is as it was.</returns>
    public bool TryAdd(int row, ref ReadOnlySpan<byte> json)
    {
        if (json[0] != '{')
            return false;
        var rest = json[1..];
        var column = _columns.Length;
        while (true)
        {
            column = Column(column, rest);
            // A key that comes again is passed by; so is one that no column has.
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

    // A key that JSON would escape is none that this reads.
    static byte[] Literal(byte[] key) => key.AsSpan().ContainsAny(NotPlain) ? [0] : Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(key)}\":");

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

    // Of a number that begins with 0 that is all; JSON knows no leading zeros.
    static int Digits(ReadOnlySpan<byte> json)
    {
        var length = 0;
        while (length < json.Length && (uint)(json[length] - '0') <= 9)
            length++;
        return length == 0 || (length > 1 && json[0] == '0') ? -1 : length;
    }
}
