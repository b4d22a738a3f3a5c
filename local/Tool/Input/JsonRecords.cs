using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Tool.Input;

/// <summary>
/// Reads records from JSON values, one per line, concatenated, or in an array. A value is one of these:
/// <list type="bullet">
/// <item>an object that holds log events: <c>logEvents</c> of a subscription's payload, <c>events</c> of filter-log-events and
/// get-log-events;</item>
/// <item>an object that holds query results: <c>results</c> of get-query-results, or an array of them;</item>
/// <item>an event of a Lambda function that holds payloads: of Firehose, of Kinesis, of CloudWatch Logs;</item>
/// <item>a log event: the record is its <c>message</c>, or <c>@message</c>;</item>
/// <item>a record, with a key for each field;</item>
/// <item>a string: the message alone, as <c>--query 'events[].message'</c> gives it.</item>
/// </list>
/// Sources: "FilterLogEvents", "GetLogEvents" and "GetQueryResults", Amazon CloudWatch Logs API Reference; "Log group-level subscription
/// filters", Amazon CloudWatch Logs User Guide; "Using Lambda to process records from Amazon Kinesis Data Streams", AWS Lambda Developer
/// Guide.
/// </summary>
sealed class JsonRecords(Stream stream, IRecordSink sink)
{
    const string NotARecord = "a JSON value that is neither a log event nor a record";
    const string NoPayloads = "the input is an event without payloads of CloudWatch Logs. Events are for 'flowlogs invoke'.";

    /// <summary>A payload in a function's event contains no further events.</summary>
    readonly bool _isPayload;

    readonly JsonValues _json = new(stream);
    readonly FieldRecords _records = new(sink, "its keys");
    long _place;

    JsonRecords(Stream payload, IRecordSink sink, long place)
        : this(payload, sink) => (_isPayload, _place) = (true, place);

    public void Read(CancellationToken cancellation)
    {
        while (_json.Peek() != JsonTokenType.None)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadValue(cancellation);
        }
    }

    void ReadValue(CancellationToken cancellation)
    {
        if (_isPayload && _json.Peek() != JsonTokenType.StartObject)
            throw new InputException(NoPayloads);
        switch (_json.Peek())
        {
            case JsonTokenType.StartArray:
                _json.Next();
                while (_json.Peek() != JsonTokenType.EndArray)
                {
                    if (_json.Peek() == JsonTokenType.StartArray)
                        ReadElement();
                    else
                        ReadValue(cancellation);
                }
                _json.Next();
                break;
            case JsonTokenType.StartObject:
                ReadObject(cancellation);
                break;
            default:
                ReadElement();
                break;
        }
    }

    void ReadObject(CancellationToken cancellation)
    {
        var properties = new List<(string Name, JsonElement Value)>();
        var holdsOthers = false;
        _json.Next();
        while (_json.Next() == JsonTokenType.PropertyName)
        {
            var name = _json.Name;
            var isArray = _json.Peek() == JsonTokenType.StartArray;
            if (name is "logEvents" or "events" or "results" && isArray)
            {
                holdsOthers = true;
                ReadElements(areSkipped: properties.Exists(
                    property => property.Name == "messageType" && IsText(property.Value, "CONTROL_MESSAGE")));
            }
            else if (name is "records" or "Records" && isArray && !_isPayload)
            {
                holdsOthers = true;
                ReadFunctionEvent(cancellation);
            }
            else if (name == "awslogs" && !_isPayload)
            {
                holdsOthers = true;
                using var value = _json.Value();
                ReadPayload(value.RootElement, cancellation);
            }
            else
            {
                using var value = _json.Value();
                properties.Add((name, value.RootElement.Clone()));
            }
        }
        if (holdsOthers || properties.Exists(property => property.Name is "nextToken" or "searchedLogStreams"))
            return;
        if (_isPayload && !properties.Exists(property => property.Name == "message"))
            throw new InputException(NoPayloads);
        Add(properties);
    }

    void ReadElements(bool areSkipped)
    {
        _json.Next();
        while (_json.Peek() != JsonTokenType.EndArray)
        {
            if (areSkipped)
                _json.Value().Dispose();
            else
                ReadElement();
        }
        _json.Next();
    }

    void ReadElement()
    {
        using var value = _json.Value();
        Add(value.RootElement);
    }

    void Add(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
            Add([.. element.EnumerateObject().Select(property => (JsonStrings.Name(property), property.Value))]);
        else if (element.ValueKind == JsonValueKind.String)
            AddMessage(JsonStrings.Text(element), null);
        else if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0 && element.EnumerateArray().All(IsResultField))
            Add([.. element.EnumerateArray().Select(field => (JsonStrings.Text(field.GetProperty("field")), field.GetProperty("value")))]);
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (var inner in element.EnumerateArray())
                Add(inner);
        else
            sink.AddOther(++_place, JsonMarshal.GetRawUtf8Value(element), NotARecord);
    }

    void Add(List<(string Name, JsonElement Value)> properties)
    {
        var time = properties
            .Where(property => property.Name is "timestamp" or "@timestamp")
            .Select(property => Time(property.Value))
            .FirstOrDefault();
        var message = properties
            .Where(property => property.Name is "message" or "@message" && property.Value.ValueKind == JsonValueKind.String)
            .Select(property => JsonStrings.Text(property.Value))
            .FirstOrDefault();
        if (message is not null)
        {
            AddMessage(message, time);
            return;
        }
        _place++;
        if (!IsRecord(properties) || !TryAddRecord(properties, time))
        {
            var json = properties.Select(property => $"{JsonSerializer.Serialize(property.Name)}:{JsonStrings.Json(property.Value)}");
            sink.AddOther(_place, Encoding.UTF8.GetBytes($"{{{string.Join(',', json)}}}"), NotARecord, time);
        }
    }

    void AddMessage(string message, long? time)
    {
        _place++;
        // CloudWatch Logs sends this message to check whether the destination accepts payloads.
        if (message.StartsWith("CWL CONTROL MESSAGE", StringComparison.Ordinal))
            return;
        _records.End();
        sink.Add(_place, Encoding.UTF8.GetBytes(message.Trim('\r', '\n')), time);
    }

    void ReadFunctionEvent(CancellationToken cancellation)
    {
        _json.Next();
        while (_json.Peek() != JsonTokenType.EndArray)
        {
            using var value = _json.Value();
            var record = value.RootElement;
            ReadPayload(Property(record, "kinesis") is { ValueKind: JsonValueKind.Object } kinesis ? kinesis : record, cancellation);
        }
        _json.Next();
    }

    /// <summary>Reads the base64 data of an event: a gzip-compressed payload of CloudWatch Logs, or plain JSON or text.</summary>
    void ReadPayload(JsonElement record, CancellationToken cancellation)
    {
        if (Property(record, "data") is not { ValueKind: JsonValueKind.String } data || !data.TryGetBytesFromBase64(out var bytes))
            throw new InputException(NoPayloads);
        try
        {
            using Stream payload = bytes is [0x1f, 0x8b, ..] ? new WholeGzipStream(new MemoryStream(bytes)) : new MemoryStream(bytes);
            var inner = new JsonRecords(payload, sink, _place);
            inner.Read(cancellation);
            _place = inner._place;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            // The parser's message ends with a place within the payload, which the reader of the file does not see.
            var reason = exception.Message.Split(" LineNumber:")[0];
            throw new InputException($"the input is an event with an invalid payload {_place + 1}: {reason}", exception);
        }
    }

    static JsonElement? Property(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var property) ? property : null;

    static bool IsResultField(JsonElement element) =>
        Property(element, "field") is { ValueKind: JsonValueKind.String }
        && Property(element, "value") is not null
        && element.EnumerateObject().Count() == 2;

    static bool IsRecord(List<(string Name, JsonElement Value)> properties) =>
        FieldNames.Problem([.. properties.Select(property => property.Name)]) is null
        && properties.TrueForAll(property => IsScalar(property.Value));

    bool TryAddRecord(List<(string Name, JsonElement Value)> properties, long? time)
    {
        try
        {
            _records.Add(_place, [.. properties.Select(property => (property.Name, JsonStrings.Text(property.Value)))], time);
            return true;
        }
        catch (FormatException)
        {
            // A duplicate key, an invalid name, or other_fields that is not a JSON object.
            return false;
        }
    }

    static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && JsonStrings.Text(value) == text;

    static long? Time(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? InputTime.ReadEventTime(JsonStrings.Text(value)) : null;
}
