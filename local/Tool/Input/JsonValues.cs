using System.Text.Json;

namespace Tool.Input;

/// <summary>
/// Steps through JSON of any length, token by token or value by value; as much of it is in memory as the largest value takes.
/// </summary>
sealed class JsonValues(Stream stream)
{
    /// <summary>Far above the size of log events and records.</summary>
    const int LargestValue = 64 * 1024 * 1024;

    byte[] _buffer = new byte[256 * 1024];
    int _start;
    int _end;
    bool _isFinal;
    JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true });

    /// <summary>The last property name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Moves past one token; returns None at the end.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public JsonTokenType Next() => Step(isPeek: false);

    /// <summary>The next token.</summary>
    public JsonTokenType Peek() => Step(isPeek: true);

    /// <summary>Moves past a whole value.</summary>
    public JsonDocument Value()
    {
        while (true)
        {
            var reader = Reader();
            if (reader.Read() && JsonDocument.TryParseValue(ref reader, out var value))
            {
                Keep(reader);
                return value;
            }
            Fill();
        }
    }

    JsonTokenType Step(bool isPeek)
    {
        while (true)
        {
            var reader = Reader();
            if (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && !isPeek)
                    Name = JsonStrings.Text(reader);
                if (!isPeek)
                    Keep(reader);
                return reader.TokenType;
            }
            if (_isFinal)
                return JsonTokenType.None;
            Fill();
        }
    }

    Utf8JsonReader Reader() => new(_buffer.AsSpan(_start, _end - _start), _isFinal, _state);

    void Keep(in Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    void Fill()
    {
        if (_isFinal)
            throw new JsonException("The JSON is truncated.");
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LargestValue)
                throw new JsonException($"A value is longer than {LargestValue} bytes.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _isFinal = read == 0;
    }
}
