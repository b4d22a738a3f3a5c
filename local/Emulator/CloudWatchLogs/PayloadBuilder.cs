using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Emulator.CloudWatchLogs;

/// <summary>Builds the payload of a subscription: log events of one stream, as JSON.</summary>
sealed class PayloadBuilder(string owner, string logGroup, string filterName, IReadOnlyList<string>? names)
{
    /// <summary>
    /// The size at which a payload is closed, in bytes before compression. CloudWatch Logs combines several batches of log events of at
    /// most 1 MiB. Source: "PutLogEvents", Amazon CloudWatch Logs API Reference.
    /// </summary>
    const int FullAt = 1024 * 1024;

    /// <summary>The longest escape of a byte is <c>\u0000</c>.</summary>
    const int LongestEscape = 6;

    // An id has 56 digits, which end with the number of the event.
    static readonly byte[] EventHead = Encoding.UTF8.GetBytes($"{{\"id\":\"{new string('0', 56)}\",\"timestamp\":");
    static readonly int IdEnd = EventHead.Length - "\",\"timestamp\":".Length;

    readonly byte[][] _keys = names is null ? [] : [.. names.Select((name, place) =>
        Encoding.UTF8.GetBytes($"{(place == 0 ? "\",\"extractedFields\":{" : "\",")}\"{JsonEncodedText.Encode(name)}\":\""))];

    // The size of the keys and a timestamp.
    readonly int _frame = 64 + (names?.Sum(name => LongestEscape * name.Length + 8) ?? 0);
    byte[] _json = [];
    int _length;
    long _arrival;
    string _logStream = "";

    public int Events { get; private set; }

    public bool IsFull => _length >= FullAt;

    /// <summary>Adds an event.</summary>
    /// <param name="id">The number of the event in the log; ids have 56 digits.</param>
    /// <param name="logStream">The log stream, the same for all events of a payload.</param>
    /// <param name="message">The message.</param>
    /// <param name="values">The ranges of the extracted fields in the message; null for an event without extracted fields.</param>
    /// <param name="end">The end of the record, in seconds since 1970 UTC.</param>
    public void Add(long id, string logStream, ReadOnlySpan<byte> message, List<Range>? values, long end)
    {
        if (Events++ == 0)
            Begin(logStream);
        else
            Append(","u8);
        _arrival = Math.Max(_arrival, end);
        EnsureRoom(EventHead.Length + 2 * LongestEscape * message.Length + _frame);
        WriteHead(id, end);
        Append(",\"message\":\""u8);
        var isPlain = !message.ContainsAny(JsonText.Escaped);
        AppendText(message, isPlain);
        if (values is not null && _keys.Length > 0)
        {
            for (var i = 0; i < _keys.Length; i++)
            {
                Append(_keys[i]);
                AppendText(message[values[i]], isPlain);
            }
            Append("\"}}"u8);
        }
        else
        {
            Append("\"}"u8);
        }
    }

    /// <summary>Closes the payload and starts an empty one.</summary>
    public Payload Build()
    {
        Append("]}"u8);
        var payload = new Payload(_json, _length, _arrival, Events, _logStream);
        _json = [];
        (Events, _arrival, _length) = (0, 0, 0);
        return payload;
    }

    void Begin(string logStream)
    {
        _logStream = logStream;
        EnsureRoom(FullAt / 16);
        Append("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\""u8);
        AppendText(owner);
        Append("\",\"logGroup\":\""u8);
        AppendText(logGroup);
        Append("\",\"logStream\":\""u8);
        AppendText(logStream);
        Append("\",\"subscriptionFilters\":[\""u8);
        AppendText(filterName);
        Append("\"],\"logEvents\":["u8);
    }

    void WriteHead(long id, long end)
    {
        EventHead.CopyTo(_json.AsSpan(_length));
        for (var place = _length + IdEnd; id > 0; id /= 10)
            _json[--place] = (byte)('0' + id % 10);
        _length += EventHead.Length;
        Utf8Formatter.TryFormat(end * 1000, _json.AsSpan(_length), out var digits);
        _length += digits;
    }

    void AppendText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        EnsureRoom(LongestEscape * bytes.Length);
        AppendText(bytes, isPlain: false);
    }

    void AppendText(ReadOnlySpan<byte> text, bool isPlain)
    {
        if (isPlain || !text.ContainsAny(JsonText.Escaped))
            Append(text);
        else
            Append(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
    }

    void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_json.AsSpan(_length));
        _length += bytes.Length;
    }

    void EnsureRoom(int length)
    {
        // Small parts, such as names and brackets, need no check.
        const int reserve = 1024;
        if (_length + length + reserve <= _json.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _json.Length, _length + length + reserve));
        _json.AsSpan(0, _length).CopyTo(larger);
        if (_json.Length > 0)
            ArrayPool<byte>.Shared.Return(_json);
        _json = larger;
    }
}
