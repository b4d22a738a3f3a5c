using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
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
    private readonly ReadOnlySpan<byte> _json;
    private readonly FlowLogFormat _format;
    private Utf8JsonReader _reader;
    private Slices _slices;
    private ulong _present;
    private ReadOnlySpan<byte> _text;
    private long _resume;
    private Place _place;

    /// <param name="payloads">One or more payload objects.</param>
    /// <param name="format">How the messages are divided into fields.</param>
    /// <exception cref="JsonException">The bytes are not UTF-8.</exception>
    public FlowRecordReader(ReadOnlySpan<byte> payloads, FlowLogFormat format)
    {
        if (!Utf8.IsValid(payloads))
            throw new JsonException("The payload is not UTF-8.");
        _json = payloads;
        _format = format;
        _reader = new Utf8JsonReader(payloads, new JsonReaderOptions { AllowMultipleValues = true });
        Unparsed = default;
    }

    private enum Place
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
    public readonly ReadOnlySpan<byte> this[FlowLogField field] =>
        (_present & 1UL << field.Index) == 0 ? default : _text.Slice(_slices[field.Index].Start, _slices[field.Index].Length);

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
                        return false;
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

    private void EnterPayload()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw NotAPayload("it is not a JSON object");
        var messageType = default(ReadOnlySpan<byte>);
        var events = default(Utf8JsonReader);
        var eventsFound = false;
        while (Next() == JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals("messageType"u8))
            {
                Next();
                messageType = _reader.TokenType == JsonTokenType.String ? _reader.ValueSpan : throw NotAPayload("messageType is not a string");
            }
            else if (_reader.ValueTextEquals("logEvents"u8))
            {
                if (Next() != JsonTokenType.StartArray)
                    throw NotAPayload("logEvents is not an array");
                if (eventsFound)
                    throw NotAPayload("it has logEvents twice");
                if (messageType.SequenceEqual("DATA_MESSAGE"u8))
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
                Next();
                _reader.Skip();
            }
        }
        if (messageType.SequenceEqual("CONTROL_MESSAGE"u8))
            return;
        if (!messageType.SequenceEqual("DATA_MESSAGE"u8))
            throw NotAPayload(messageType.IsEmpty ? "it has no messageType" : "its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE");
        if (!eventsFound)
            throw NotAPayload("it has no logEvents");
        // messageType stood behind logEvents: the whole object has been read as JSON, so go back to its events.
        _resume = _reader.BytesConsumed;
        _reader = events;
        _place = Place.InEvents;
    }

    private void LeavePayload()
    {
        while (Next() == JsonTokenType.PropertyName)
        {
            if (_resume == 0 && (_reader.ValueTextEquals("logEvents"u8) || _reader.ValueTextEquals("messageType"u8)))
                throw NotAPayload("it has logEvents or messageType twice");
            Next();
            _reader.Skip();
        }
        _resume = 0;
        _place = Place.BetweenPayloads;
    }

    private void ReadEvent()
    {
        var start = (int)_reader.TokenStartIndex;
        _present = 0;
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
            if (_reader.ValueTextEquals("message"u8))
            {
                if (Next() == JsonTokenType.String)
                {
                    message = _reader.ValueSpan;
                    text = _reader.ValueIsEscaped ? Unescape() : message;
                }
                _reader.Skip();
            }
            else if (_reader.ValueTextEquals("extractedFields"u8))
            {
                extracted = Next() == JsonTokenType.StartObject ? ReadExtractedFields() : Extracted.Unclear;
                _reader.Skip();
            }
            else
            {
                Next();
                _reader.Skip();
            }
        }

        var fits = extracted switch
        {
            Extracted.Whole => CheckValues(),
            Extracted.Part when message.IsEmpty => CheckValues(),
            _ when !message.IsEmpty => SplitMessage(text) && CheckValues(),
            _ => CheckValues() && false,
        };
        if (!fits && message.IsEmpty)
            KeepWhole(start);
        else if (!fits)
            Unparsed = message;
    }

    private enum Extracted
    {
        None,
        Part,
        Whole,
        Unclear,
    }

    private Extracted ReadExtractedFields()
    {
        _text = _json;
        _present = 0;
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
            if (field is null || _reader.TokenType != JsonTokenType.String || _reader.ValueIsEscaped || (_present & 1UL << field.Index) != 0)
                clear = false;
            else
                Set(field, (int)_reader.TokenStartIndex + 1, _reader.ValueSpan.Length);
            _reader.Skip();
        }
        return !clear ? Extracted.Unclear : _present == _format.Mask ? Extracted.Whole : _present != 0 ? Extracted.Part : Extracted.None;
    }

    private bool SplitMessage(ReadOnlySpan<byte> text)
    {
        _text = text;
        _present = 0;
        var position = 0;
        foreach (var field in _format.Fields)
        {
            SkipSpaces(ref position);
            var length = text[position..].IndexOfAny((byte)' ', (byte)'\t');
            if (length < 0)
                length = text.Length - position;
            Set(field, position, length);
            position += length;
        }
        SkipSpaces(ref position);
        // The last field is empty where there are too few. With a field too few or too many, which value is whose is a guess.
        if (position == text.Length && _slices[_format.Fields[^1].Index].Length > 0)
            return true;
        _present = 0;
        return false;
    }

    private readonly void SkipSpaces(scoped ref int position)
    {
        while (position < _text.Length && _text[position] is (byte)' ' or (byte)'\t')
            position++;
    }

    /// <summary>Takes out the fields that do not apply, and those whose text is not a value of theirs; false if there were such.</summary>
    private bool CheckValues()
    {
        var fits = true;
        foreach (var field in _format.Fields)
        {
            var bit = 1UL << field.Index;
            if ((_present & bit) == 0)
                continue;
            var text = this[field];
            var applies = text is not [(byte)'-'];
            if (applies && field.Accepts(text))
                continue;
            _present &= ~bit;
            fits &= !applies;
        }
        return fits;
    }

    /// <summary>For an event with no message to keep: its JSON text stands for the message.</summary>
    private void KeepWhole(int start) =>
        Unparsed = JsonEncodedText.Encode(_json[start..(int)_reader.BytesConsumed], JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;

    private void Set(FlowLogField field, int start, int length)
    {
        _slices[field.Index] = (start, length);
        _present |= 1UL << field.Index;
    }

    /// <summary>The string without its escapes; empty for one with characters that no flow log value has: quotes, backslashes, controls.</summary>
    private readonly ReadOnlySpan<byte> Unescape()
    {
        var buffer = new byte[_reader.ValueSpan.Length];
        ReadOnlySpan<byte> text;
        try
        {
            text = buffer.AsSpan(0, _reader.CopyString(buffer)).TrimEnd("\r\n"u8);
        }
        catch (InvalidOperationException)
        {
            // A surrogate without its other half.
            return default;
        }
        foreach (var character in text)
            if (character is < 0x20 and not (byte)'\t' or (byte)'"' or (byte)'\\')
                return default;
        return text;
    }

    private JsonTokenType Next() => _reader.Read() ? _reader.TokenType : throw NotAPayload("it ends too early");

    private static JsonException NotAPayload(string reason) => new($"Not a CloudWatch Logs payload: {reason}.");

    [InlineArray(64)]
    private struct Slices
    {
        private (int Start, int Length) _first;
    }
}
