using System.Text.Json;
using System.Text.Unicode;

namespace FlowLogs;

/// <summary>
/// Reads flow log records from inflated CloudWatch Logs payloads, UTF-8, of which several may stand end to end.
/// Source: "Log group-level subscription filters", Amazon CloudWatch Logs User Guide.
/// </summary>
/// <remarks>
/// The message is the truth. <c>extractedFields</c> is a shortcut to the same values, taken when it names exactly the format's
/// fields. A record that does not fit keeps the values that could be read, and its whole message as <see cref="Unparsed"/>.
/// </remarks>
public ref struct FlowRecordReader
{
    readonly ReadOnlySpan<byte> _json;
    readonly FlowLogFormat _format;
    Utf8JsonReader _reader;
    FlowLogLine _line;
    bool _eventsCameFirst;
    Place _place;

    /// <param name="payloads">One or more payload objects.</param>
    /// <param name="format">How the messages are divided into fields.</param>
    /// <exception cref="JsonException">The bytes are not UTF-8.</exception>
    public FlowRecordReader(ReadOnlySpan<byte> payloads, FlowLogFormat format)
    {
        if (!Utf8.IsValid(payloads))
            throw NotAPayload("it is not UTF-8");
        _json = payloads;
        _format = format;
        _reader = new Utf8JsonReader(payloads, JsonText.ReaderOptions);
        Unparsed = default;
    }

    enum Place
    {
        BetweenPayloads,
        InEvents,
        BehindEvents,
    }

    /// <summary>Whether every field of the format was there with a value that is one.</summary>
    public readonly bool Fits => Unparsed.IsEmpty;

    /// <summary>For a record that does not fit: its message, as the inside of a JSON string. Empty for one that fits.</summary>
    public ReadOnlySpan<byte> Unparsed { get; private set; }

    /// <summary>The field's value, as text that needs no escaping in JSON; empty where the record has none.</summary>
    public readonly ReadOnlySpan<byte> this[FlowLogField field] => _line[field];

    /// <summary>Goes to the next log event of the data messages; control messages have none.</summary>
    /// <exception cref="JsonException">The bytes are not JSON, or not CloudWatch Logs payloads, or end too early.</exception>
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
                case Place.InEvents when Next() != JsonTokenType.EndArray:
                    ReadEvent();
                    return true;
                case Place.InEvents:
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
                    _place = Place.InEvents;
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
        // messageType stood behind logEvents: the whole object has been read as JSON, so go back to its events.
        _eventsCameFirst = true;
        _reader = events;
        _place = Place.InEvents;
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
        var start = (int)_reader.TokenStartIndex;
        _line.Begin(_json);
        Unparsed = default;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _reader.Skip();
            KeepWhole(start);
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

        var areValues = _line.KeepValues(_format);
        if (areValues && (extracted == Extracted.Whole || (extracted == Extracted.Part && message.IsEmpty)))
            return;
        if (message.IsEmpty)
            KeepWhole(start);
        else if (!_line.Read(text, _format))
            Unparsed = message;
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
                : FlowLogFields.Find(name);
            expected++;
            Next();
            if (field is null || _reader.TokenType != JsonTokenType.String || _reader.ValueIsEscaped || (_line.Present & 1UL << field.Index) != 0)
                clear = false;
            else
                _line.Set(field, (int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length);
            _reader.Skip();
        }
        return !clear ? Extracted.Unclear : _line.Present == _format.Mask ? Extracted.Whole : _line.Present != 0 ? Extracted.Part : Extracted.None;
    }

    /// <summary>For an event with no message to keep: its JSON text stands for the message.</summary>
    void KeepWhole(int start) => Unparsed = JsonText.Quoted(_json[start..(int)_reader.BytesConsumed]);

    void SkipValue()
    {
        Next();
        _reader.Skip();
    }

    // What ends too early is the reader's to say, in an exception.
    JsonTokenType Next()
    {
        _reader.Read();
        return _reader.TokenType;
    }

    static JsonException NotAPayload(string reason) => new($"Not a CloudWatch Logs payload: {reason}.");
}
