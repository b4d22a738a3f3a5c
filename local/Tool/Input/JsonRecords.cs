using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Tool.Input;

/// <summary>
/// Reads records from JSON objects, which may stand on a line each, end to end, or in an array. An object is one of these:
/// <list type="bullet">
/// <item>what holds log events: <c>logEvents</c> of a subscription's payload, <c>events</c> of filter-log-events and get-log-events;</item>
/// <item>a log event: the record is its <c>message</c>, or <c>@message</c>;</item>
/// <item>a record, with a key for each field.</item>
/// </list>
/// Sources: "FilterLogEvents" and "GetLogEvents", Amazon CloudWatch Logs API Reference; "Log group-level subscription filters", Amazon CloudWatch
/// Logs User Guide.
/// </summary>
sealed class JsonRecords(Stream stream, IRecordSink sink)
{
    readonly JsonValues _json = new(stream);
    readonly FieldRecords _records = new(sink, "its keys");
    long _place;

    public void Read(CancellationToken cancellation)
    {
        while (_json.Peek() != JsonTokenType.None)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadValue();
        }
    }

    void ReadValue()
    {
        switch (_json.Peek())
        {
            case JsonTokenType.StartArray:
                _json.Next();
                while (_json.Peek() != JsonTokenType.EndArray)
                    ReadValue();
                _json.Next();
                break;
            case JsonTokenType.StartObject:
                ReadObject();
                break;
            default:
                using (var value = _json.Value())
                    sink.Add(++_place, JsonMarshal.GetRawUtf8Value(value.RootElement));
                break;
        }
    }

    void ReadObject()
    {
        var properties = new List<(string Name, JsonElement Value)>();
        var holdsEvents = false;
        _json.Next();
        while (_json.Next() == JsonTokenType.PropertyName)
        {
            var name = _json.Name;
            if (name is "logEvents" or "events" && _json.Peek() == JsonTokenType.StartArray)
            {
                holdsEvents = true;
                var isControl = properties.Any(property => property.Name == "messageType" && IsText(property.Value, "CONTROL_MESSAGE"));
                ReadEvents(isControl);
            }
            else
            {
                using var value = _json.Value();
                properties.Add((name, value.RootElement.Clone()));
            }
        }
        if (!holdsEvents && !properties.Any(property => property.Name is "nextToken" or "searchedLogStreams"))
            Add(properties);
    }

    void ReadEvents(bool areSkipped)
    {
        _json.Next();
        while (_json.Peek() != JsonTokenType.EndArray)
        {
            using var value = _json.Value();
            if (areSkipped)
                continue;
            if (value.RootElement.ValueKind == JsonValueKind.Object)
                Add([.. value.RootElement.EnumerateObject().Select(property => (JsonStrings.Name(property), property.Value))]);
            else
                sink.Add(++_place, JsonMarshal.GetRawUtf8Value(value.RootElement));
        }
        _json.Next();
    }

    void Add(List<(string Name, JsonElement Value)> properties)
    {
        _place++;
        var time = properties.Where(property => property.Name is "timestamp" or "@timestamp").Select(property => Time(property.Value)).FirstOrDefault();
        var message = properties.Where(property => property.Name is "message" or "@message" && property.Value.ValueKind == JsonValueKind.String)
            .Select(property => JsonStrings.Text(property.Value)).FirstOrDefault();
        // What CloudWatch Logs sends now and then to see whether the destination takes it.
        if (message?.StartsWith("CWL CONTROL MESSAGE", StringComparison.Ordinal) == true)
            return;
        if (message is not null)
        {
            _records.End();
            sink.Add(_place, Encoding.UTF8.GetBytes(message.Trim('\r', '\n')), time);
        }
        else if (!IsRecord(properties) || !TryAddRecord(properties, time))
            sink.Add(_place, Encoding.UTF8.GetBytes($"{{{string.Join(',', properties.Select(property => $"{JsonSerializer.Serialize(property.Name)}:{JsonStrings.Json(property.Value)}"))}}}"), time);
    }

    static bool IsRecord(List<(string Name, JsonElement Value)> properties) =>
        FieldRecords.AreFields(properties.Select(property => property.Name)) && properties.All(property => IsScalar(property.Value));

    bool TryAddRecord(List<(string Name, JsonElement Value)> properties, long? time)
    {
        try
        {
            _records.Add(_place, [.. properties.Select(property => (property.Name, JsonStrings.Text(property.Value)))], time);
            return true;
        }
        catch (FormatException)
        {
            // A key twice, or one that no field can have, or other fields that are none.
            return false;
        }
    }

    static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && JsonStrings.Text(value) == text;

    static long? Time(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and <= InputTime.LastMillisecond ? milliseconds
        : value.ValueKind == JsonValueKind.String ? InputTime.Read(JsonStrings.Text(value))
        : null;
}
