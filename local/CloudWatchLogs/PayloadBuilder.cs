using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowLogs.Local.CloudWatchLogs;

/// <summary>Builds a subscription's payload: log events of one stream, as JSON, gzip'd.</summary>
internal sealed class PayloadBuilder(string owner, string logGroup, string filterName, IReadOnlyList<string>? names)
{
    /// <summary>
    /// Where a payload is closed, in bytes before compression. CloudWatch Logs gathers several batches of log events, which are
    /// 1 MiB at most. Source: "PutLogEvents", Amazon CloudWatch Logs API Reference.
    /// </summary>
    private const int FullAt = 1024 * 1024;

    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly ArrayBufferWriter<byte> _json = new(FullAt + 64 * 1024);
    private readonly byte[][] _keys = names is null ? [] : [.. names.Select((name, place) =>
        Encoding.UTF8.GetBytes($"{(place == 0 ? "" : "\",")}\"{JsonEncodedText.Encode(name)}\":\""))];

    private long _arrival;

    public int Events { get; private set; }

    public bool IsFull => _json.WrittenCount >= FullAt;

    /// <summary>Adds an event.</summary>
    /// <param name="id">Its number in the log; ids are 56 digits.</param>
    /// <param name="logStream">The log stream; the same for all events of a payload.</param>
    /// <param name="message">The message.</param>
    /// <param name="values">The extracted fields' places in the message; null for an event without them.</param>
    /// <param name="end">The record's end in seconds.</param>
    public void Add(long id, string logStream, ReadOnlySpan<byte> message, List<Range>? values, long end)
    {
        if (Events++ == 0)
            Begin(logStream);
        else
            _json.Write(","u8);
        _arrival = Math.Max(_arrival, end);
        _json.Write("""{"id":"000000000000000000000000000000000000"""u8);
        Write(id, "D20");
        _json.Write("\",\"timestamp\":"u8);
        Write(end * 1000, default);
        _json.Write(",\"message\":\""u8);
        WriteText(message);
        _json.Write("\""u8);
        if (values is not null && _keys.Length > 0)
        {
            _json.Write(",\"extractedFields\":{"u8);
            for (var i = 0; i < _keys.Length; i++)
            {
                _json.Write(_keys[i]);
                WriteText(message[values[i]]);
            }
            _json.Write("\"}"u8);
        }
        _json.Write("}"u8);
    }

    /// <summary>Closes the payload, and begins an empty one.</summary>
    public SubscriptionRecord Build(string logStream)
    {
        _json.Write("]}"u8);
        var data = new MemoryStream(_json.WrittenCount / 8);
        using (var gzip = new GZipStream(data, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(_json.WrittenSpan);
        var record = new SubscriptionRecord(data.ToArray(), _arrival, Events, logStream);
        _json.ResetWrittenCount();
        (Events, _arrival) = (0, 0);
        return record;
    }

    private void Begin(string logStream)
    {
        _json.Write("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\""u8);
        WriteText(Encoding.UTF8.GetBytes(owner));
        _json.Write("\",\"logGroup\":\""u8);
        WriteText(Encoding.UTF8.GetBytes(logGroup));
        _json.Write("\",\"logStream\":\""u8);
        WriteText(Encoding.UTF8.GetBytes(logStream));
        _json.Write("\",\"subscriptionFilters\":[\""u8);
        WriteText(Encoding.UTF8.GetBytes(filterName));
        _json.Write("\"],\"logEvents\":["u8);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny(Escaped))
            _json.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        else
            _json.Write(text);
    }

    private void Write(long number, ReadOnlySpan<char> format)
    {
        number.TryFormat(_json.GetSpan(20), out var length, format, CultureInfo.InvariantCulture);
        _json.Advance(length);
    }
}
