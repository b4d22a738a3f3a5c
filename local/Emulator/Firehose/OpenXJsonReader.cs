using System.Text;
using System.Text.Json;
using Emulator.Template;

namespace Emulator.Firehose;

/// <summary>Record format conversion: reads consecutive JSON objects into the columns of the Glue table.</summary>
/// <remarks>Source: "OpenXJsonSerDe", Amazon Data Firehose API Reference. Keys without a mapped column are ignored.</remarks>
sealed class OpenXJsonReader
{
    readonly ColumnBuffer[] _columns;
    readonly byte[][] _keys;
    readonly PlainJsonReader _plain;
    readonly bool _ignoresCase;
    readonly bool _dotsAreUnderscores;

    public OpenXJsonReader(ParquetConversion conversion, IReadOnlyList<ColumnBuffer> columns)
    {
        _columns = [.. columns];
        _ignoresCase = conversion.CaseInsensitive;
        _dotsAreUnderscores = conversion.ConvertDotsInJsonKeysToUnderscores;
        _keys = [.. columns.Select(column =>
            Encoding.UTF8.GetBytes(conversion.ColumnToJsonKeyMappings.GetValueOrDefault(column.Column.Name, column.Column.Name)))];
        _plain = new PlainJsonReader(_columns, _keys);
    }

    /// <summary>Adds a row per object, or no row if one of the objects cannot be converted.</summary>
    /// <param name="json">The transformed data of a Firehose record.</param>
    /// <param name="rows">The rows to add to.</param>
    /// <returns>Null, or the reason why the data cannot be converted.</returns>
    public string? TryAdd(ReadOnlySpan<byte> json, ref int rows)
    {
        var before = rows;
        try
        {
            while (PlainJsonReader.SkipWhite(ref json))
            {
                if (!_plain.TryAdd(rows, ref json))
                {
                    TakeBack(rows);
                    var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
                    reader.Read();
                    if (AddRow(rows, ref reader) is { } reason)
                    {
                        TakeBack(before);
                        return reason;
                    }
                    json = json[(int)reader.BytesConsumed..];
                }
                rows++;
            }
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a key is not valid text, for example half a surrogate pair.
            TakeBack(before);
            return exception.Message;
        }
    }

    void TakeBack(int rows)
    {
        foreach (var column in _columns)
            column.Truncate(rows);
    }

    string? AddRow(int row, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return "the record is not a JSON object";
        var guess = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Find(ref reader, guess);
            reader.Read();
            if (place < 0 || _columns[place].Rows > row)
            {
                reader.Skip();
                continue;
            }
            if (!_columns[place].TryAdd(row, ref reader))
                return $"the value of '{Encoding.UTF8.GetString(_keys[place])}' does not have the type of the column, "
                    + $"{_columns[place].Column.Type}";
            guess = place + 1;
        }
        return null;
    }

    // Keys are in the order of the columns.
    int Find(ref Utf8JsonReader reader, int guess)
    {
        if (guess < _keys.Length && reader.ValueTextEquals(_keys[guess]))
            return guess;
        for (var i = 0; i < _keys.Length; i++)
            if (reader.ValueTextEquals(_keys[i]))
                return i;
        if (!_ignoresCase && !_dotsAreUnderscores)
            return -1;
        var key = reader.GetString()!;
        if (_dotsAreUnderscores)
            key = key.Replace('.', '_');
        var comparison = _ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Array.FindIndex(_keys, known => string.Equals(Encoding.UTF8.GetString(known), key, comparison));
    }
}
