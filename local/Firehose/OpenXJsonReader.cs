using System.Text;
using System.Text.Json;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Firehose;

/// <summary>Record format conversion: JSON objects, one behind the other, into the columns of the Glue table.</summary>
/// <remarks>Source: "OpenXJsonSerDe", Amazon Data Firehose API Reference. A key that no column is mapped to is passed by.</remarks>
internal sealed class OpenXJsonReader
{
    readonly ColumnBuffer[] _columns;
    readonly byte[][] _keys;
    readonly bool _ignoresCase;
    readonly bool _dotsAreUnderscores;

    public OpenXJsonReader(ParquetConversion conversion, IReadOnlyList<ColumnBuffer> columns)
    {
        _columns = [.. columns];
        _ignoresCase = conversion.CaseInsensitive;
        _dotsAreUnderscores = conversion.ConvertDotsInJsonKeysToUnderscores;
        _keys = [.. columns.Select(column =>
            Encoding.UTF8.GetBytes(conversion.ColumnToJsonKeyMappings.GetValueOrDefault(column.Column.Name, column.Column.Name)))];
    }

    int Rows => _columns.Length == 0 ? 0 : _columns[0].Rows;

    /// <summary>Adds a row for each object; none at all where one of them cannot be converted.</summary>
    /// <param name="json">A Firehose record's data, transformed.</param>
    /// <param name="rows">The rows that were added.</param>
    /// <returns>Null, or why the data cannot be converted.</returns>
    public string? TryAdd(ReadOnlySpan<byte> json, out int rows)
    {
        var before = Rows;
        rows = 0;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                if (AddRow(ref reader) is { } reason)
                    return TakeBack(reason);
                rows++;
            }
            return null;
        }
        catch (JsonException exception)
        {
            return TakeBack(exception.Message);
        }

        string TakeBack(string reason)
        {
            foreach (var column in _columns)
                column.Truncate(Math.Min(before, column.Rows));
            return reason;
        }
    }

    string? AddRow(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return "the record is not a JSON object";
        var row = Rows;
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
            if (!_columns[place].TryAdd(ref reader))
                return $"the value of '{Encoding.UTF8.GetString(_keys[place])}' is not of the column's type, {_columns[place].Column.Type}";
            guess = place + 1;
        }
        foreach (var column in _columns)
            if (column.Rows == row)
                column.AddNull();
        return null;
    }

    // Keys come in the order of the columns.
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
