using System.Text.Json;
using FlowLogs;

namespace Decompressor;

/// <summary>
/// Enumerates the texts of the log events of data messages, in the order in which <see cref="FlowRecordReader"/> reads them.
/// </summary>
/// <remarks>There is no list of the events: a record can have tens of millions.</remarks>
ref struct LogEventReader
{
    readonly ReadOnlySpan<byte> _payloads;
    Utf8JsonReader _reader;
    Utf8JsonReader _events;
    bool _isInEvents;

    /// <param name="payloads">Inflated payloads that <see cref="FlowRecordReader"/> has read to their end.</param>
    public LogEventReader(ReadOnlySpan<byte> payloads)
    {
        _payloads = payloads;
        _reader = new Utf8JsonReader(payloads, JsonText.ReaderOptions);
    }

    /// <summary>The number of the payload that the log event is in.</summary>
    public int Payload { get; private set; }

    /// <summary>The text of the payload before its first log event.</summary>
    public ReadOnlySpan<byte> Head { get; private set; }

    /// <summary>The text of the payload after its last log event.</summary>
    public ReadOnlySpan<byte> Tail { get; private set; }

    /// <summary>The text of the log event.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Moves to the next log event.</summary>
    public bool Read()
    {
        while (true)
        {
            if (_isInEvents)
            {
                _events.Read();
                if (_events.TokenType != JsonTokenType.EndArray)
                {
                    var start = (int)_events.TokenStartIndex;
                    _events.Skip();
                    Text = _payloads[start..(int)_events.BytesConsumed];
                    return true;
                }
                _isInEvents = false;
            }
            if (!_reader.Read())
                return false;
            _isInEvents = ReadPayload();
        }
    }

    /// <returns>Whether the payload is a data message.</returns>
    bool ReadPayload()
    {
        var start = (int)_reader.TokenStartIndex;
        int headEnd = 0, tailStart = 0;
        var isData = false;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = _reader.Is("logEvents"u8);
            var isType = _reader.Is("messageType"u8);
            _reader.Read();
            if (isType)
                isData = _reader.Is("DATA_MESSAGE"u8);
            if (isEvents)
            {
                headEnd = (int)_reader.BytesConsumed;
                _events = _reader;
            }
            _reader.Skip();
            if (isEvents)
                tailStart = (int)_reader.TokenStartIndex;
        }
        if (!isData)
            return false;
        Payload++;
        Head = _payloads[start..headEnd];
        Tail = _payloads[tailStart..(int)_reader.BytesConsumed];
        return true;
    }
}
