using System.Text;

namespace Tool.Input;

/// <summary>Reads CSV (RFC 4180): values divided by commas, in quotes where they have commas, quotes or line ends in them.</summary>
sealed class CsvReader(TextReader text)
{
    readonly StringBuilder _value = new();

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="InvalidDataException">A quote is not closed.</exception>
    public List<string>? Read()
    {
        if (text.Peek() < 0)
            return null;
        var row = new List<string>();
        while (true)
        {
            var end = ReadValue(row);
            if (end == ',')
                continue;
            return row;
        }
    }

    // Gives back the character behind the value: a comma, a line feed, or -1.
    int ReadValue(List<string> row)
    {
        _value.Clear();
        var quoted = text.Peek() == '"';
        if (quoted)
            ReadQuoted();
        int next;
        while ((next = text.Read()) is not (',' or '\n' or -1))
            _value.Append((char)next);
        if (next != ',' && _value.Length > 0 && _value[^1] == '\r')
            _value.Length--;
        row.Add(_value.ToString());
        return next;
    }

    void ReadQuoted()
    {
        text.Read();
        while (true)
        {
            var next = text.Read();
            if (next < 0)
                throw new InvalidDataException("a quote in it is not closed.");
            if (next != '"')
                _value.Append((char)next);
            else if (text.Peek() == '"')
                _value.Append((char)text.Read());
            else
                return;
        }
    }
}
