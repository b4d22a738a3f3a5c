using System.Text.Json;
using System.Text.Unicode;

namespace FlowLogs;

/// <summary>
/// Reads flow log records from inflated CloudWatch Logs payloads in UTF-8. Several payloads may be concatenated. Source: "Log group-level
/// subscription filters", Amazon CloudWatch Logs User Guide.
/// </summary>
/// <remarks>
/// The values come from the message. <c>extractedFields</c> is read only if an event has no message. A record that does not match the
/// format keeps its readable values, and its whole message as <see cref="Unparsed"/>.
/// </remarks>
public ref struct FlowRecordReader
{
    readonly ReadOnlySpan<byte> _json;
    readonly FlowLogFormat _format;
    readonly ExtractedFieldsLayout _layout;
    Utf8JsonReader _reader;
    int _readerStart;
    JsonReaderState _inEvents;
    int _position;
    FlowLogLine _line;
    bool _eventsCameFirst;
    bool _isFirstEvent;
    Place _place;

    /// <param name="payloads">One or more payload objects.</param>
    /// <param name="format">The fields of a message.</param>
    /// <param name="layout">The layout of extracted fields, learned from the previous record of the same subscription; null if there is
    /// only one record.</param>
    /// <exception cref="JsonException">The bytes are not UTF-8.</exception>
    public FlowRecordReader(ReadOnlySpan<byte> payloads, FlowLogFormat format, ExtractedFieldsLayout? layout = null)
    {
        if (!Utf8.IsValid(payloads))
            throw NotAPayload("it is not UTF-8");
        _json = payloads;
        _format = format;
        _layout = layout ?? new ExtractedFieldsLayout();
        _reader = new Utf8JsonReader(payloads, JsonText.ReaderOptions);
        Unparsed = default;
    }

    enum Place
    {
        BetweenPayloads,
        InEvents,
        BehindEvents,
    }

    /// <summary>Whether every field of the format has a valid value.</summary>
    public readonly bool Fits => Unparsed.IsEmpty;

    /// <summary>The message of a record that does not match, as the inside of a JSON string; empty for one that matches.</summary>
    public ReadOnlySpan<byte> Unparsed { get; private set; }

    /// <summary>Returns the field's value, as text that JSON does not escape; empty if the record has none.</summary>
    public readonly ReadOnlySpan<byte> this[FlowLogField field] => _line[field];

    /// <summary>Copies the field's value. Up to <see cref="ShortBytes.Block"/> bytes in all may be overwritten.</summary>
    /// <returns>The length in bytes; 0 if the record has no value.</returns>
    public readonly int CopyTo(FlowLogField field, Span<byte> destination) => _line.CopyTo(field, destination);

    /// <summary>At least the length of all values together, in bytes.</summary>
    public readonly int ValuesLength => _line.ValuesLength;

    /// <summary>Moves to the next log event of the data messages; control messages are skipped.</summary>
    /// <exception cref="JsonException">The bytes are not JSON, not CloudWatch Logs payloads, or truncated.</exception>
    public bool Read()
    {
        while (true)
        {
            switch (_place)
            {
                case Place.BetweenPayloads:
                    if (!_reader.Read())
                        return _reader.TokenType == JsonTokenType.None ? throw NotAPayload("it is empty") : false;
                    EnterPayload();
                    break;
                case Place.InEvents:
                    if (GoToEvent())
                    {
                        ReadEvent();
                        return true;
                    }
                    _place = Place.BehindEvents;
                    break;
                case Place.BehindEvents:
                    LeavePayload();
                    break;
            }
        }
    }

    void EnterPayload()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw NotAPayload("it is not a JSON object");
        bool? isData = null;
        var events = default(Utf8JsonReader);
        var eventsFound = false;
        while (Next() == JsonTokenType.PropertyName)
        {
            if (_reader.Is("messageType"u8))
            {
                isData = isData is null ? ReadMessageType() : throw NotAPayload("it has messageType twice");
            }
            else if (_reader.Is("logEvents"u8))
            {
                if (Next() != JsonTokenType.StartArray)
                    throw NotAPayload("logEvents is not an array");
                if (eventsFound)
                    throw NotAPayload("it has logEvents twice");
                if (isData == true)
                {
                    EnterEvents(_reader);
                    return;
                }
                events = _reader;
                eventsFound = true;
                _reader.Skip();
            }
            else
            {
                SkipValue();
            }
        }
        if (isData is null)
            throw NotAPayload("it has no messageType");
        if (isData == false)
            return;
        if (!eventsFound)
            throw NotAPayload("it has no logEvents");
        // messageType followed logEvents: the whole object has been read as JSON, so go back to its events.
        _eventsCameFirst = true;
        EnterEvents(events);
    }

    void EnterEvents(Utf8JsonReader atArray)
    {
        _place = Place.InEvents;
        _inEvents = atArray.CurrentState;
        _position = _readerStart + (int)atArray.BytesConsumed;
        _isFirstEvent = true;
    }

    /// <summary>Moves to the next event of the array; at its end the JSON reader continues from there.</summary>
    bool GoToEvent()
    {
        SkipWhite();
        if (_position < _json.Length && _json[_position] == ']')
        {
            ReadJsonFrom(_position);
            Next();
            return false;
        }
        if (!_isFirstEvent)
        {
            if (_position == _json.Length || _json[_position] != ',')
                throw NotAPayload("its logEvents are not a JSON array");
            _position++;
            SkipWhite();
            if (_position < _json.Length && _json[_position] == ']')
                throw NotAPayload("its logEvents are not a JSON array");
        }
        _isFirstEvent = false;
        return true;
    }

    void SkipWhite()
    {
        while (_position < _json.Length && _json[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _position++;
    }

    /// <summary>Moves the JSON reader to a place within the array of events.</summary>
    void ReadJsonFrom(int position)
    {
        _reader = new Utf8JsonReader(_json[position..], isFinalBlock: true, _inEvents);
        _readerStart = position;
    }

    bool ReadMessageType()
    {
        Next();
        if (_reader.Is("DATA_MESSAGE"u8))
            return true;
        return _reader.Is("CONTROL_MESSAGE"u8) ? false : throw NotAPayload("its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE");
    }

    void LeavePayload()
    {
        while (Next() == JsonTokenType.PropertyName)
        {
            if (!_eventsCameFirst && (_reader.Is("logEvents"u8) || _reader.Is("messageType"u8)))
                throw NotAPayload("it has logEvents or messageType twice");
            SkipValue();
        }
        _eventsCameFirst = false;
        _place = Place.BetweenPayloads;
    }

    void ReadEvent()
    {
        Unparsed = default;
        var length = PlainEvent.Read(_json[_position..], _format, _layout, ref _line);
        if (length == 0)
        {
            ReadJsonFrom(_position);
            Next();
            ReadJsonEvent();
            length = (int)_reader.BytesConsumed;
        }
        _position += length;
    }

    void ReadJsonEvent()
    {
        _line.Begin(_json);
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            KeepWhole();
            return;
        }
        var message = default(ReadOnlySpan<byte>);
        var text = default(ReadOnlySpan<byte>);
        var extracted = Extracted.None;
        while (Next() == JsonTokenType.PropertyName)
        {
            if (_reader.Is("message"u8))
            {
                if (Next() == JsonTokenType.String)
                {
                    message = _reader.ValueSpan;
                    text = _reader.ValueIsEscaped ? _reader.Unescaped().Span.TrimEnd("\r\n"u8) : message;
                }
                _reader.Skip();
            }
            else if (_reader.Is("extractedFields"u8))
            {
                extracted = Next() == JsonTokenType.StartObject ? ReadExtractedFields() : Extracted.Unclear;
                _reader.Skip();
            }
            else
            {
                SkipValue();
            }
        }

        if (extracted == Extracted.Whole && _json.Overlaps(message, out var messageStart))
            Learn(messageStart + message.Length);
        if (!message.IsEmpty)
        {
            if (!_line.Read(text, _format))
                Unparsed = message;
            return;
        }
        var areValues = _line.KeepValues(_format);
        if (!areValues || extracted is not (Extracted.Whole or Extracted.Part))
            KeepWhole();
    }

    enum Extracted
    {
        None,
        Part,
        Whole,
        Unclear,
    }

    Extracted ReadExtractedFields()
    {
        _line.Begin(_json);
        var clear = true;
        var expected = 0;
        while (Next() == JsonTokenType.PropertyName)
        {
            var name = _reader.ValueSpan;
            // Patterns name the fields in the format's order.
            var field = expected < _format.Fields.Length && _format.Fields[expected].IsCalled(name)
                ? _format.Fields[expected]
                : _format.Find(name);
            expected++;
            Next();
            if (field is null || _reader.TokenType != JsonTokenType.String || _reader.ValueIsEscaped || _line.Present.Has(field.Index))
                clear = false;
            else
                _line.Set(field, _readerStart + (int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length);
            _reader.Skip();
        }
        return !clear ? Extracted.Unclear : _line.Present.Equals(_format.Set) ? Extracted.Whole : !_line.Present.IsEmpty ? Extracted.Part
            : Extracted.None;
    }

    /// <summary>For an event without a message: its JSON text replaces the message.</summary>
    void KeepWhole() => Unparsed = JsonText.Quoted(_json.Slice(_position, (int)_reader.BytesConsumed));

    void Learn(int messageEnd)
    {
        Span<(int Start, int Length)> places = stackalloc (int, int)[_format.Fields.Length];
        _line.Places(_format, places);
        foreach (ref var place in places)
            place.Start -= messageEnd;
        // The event is read to its end: only extracted fields can follow the message.
        _layout.Learn(_json[messageEnd..(_readerStart + (int)_reader.BytesConsumed)], places);
    }

    void SkipValue()
    {
        Next();
        _reader.Skip();
    }

    // The reader reports truncated text with an exception.
    JsonTokenType Next()
    {
        _reader.Read();
        return _reader.TokenType;
    }

    static JsonException NotAPayload(string reason) => new($"Not a CloudWatch Logs payload: {reason}.");
}
