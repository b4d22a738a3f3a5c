using System.Text.Json;
using FlowLogs;

namespace Decompressor;

/// <summary>Reads the records of a transformation event from its JSON, without copying their data.</summary>
/// <remarks>Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.</remarks>
public static class FirehoseEvent
{
    /// <summary>Reads an event.</summary>
    /// <exception cref="ArgumentException">The JSON is not a transformation event.</exception>
    public static List<FirehoseRecord> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            var records = default(List<FirehoseRecord>);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isRecords = reader.Is("records"u8);
                reader.Read();
                if (isRecords && reader.TokenType == JsonTokenType.StartArray)
                    records = ReadRecords(json, ref reader);
                else
                    reader.Skip();
            }
            return records ?? throw new ArgumentException("The event has no 'records': it is not a Firehose transformation event.");
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The event is not JSON: {exception.Message}", exception);
        }
    }

    static List<FirehoseRecord> ReadRecords(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        var records = new List<FirehoseRecord>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadOnlyMemory<byte>? id = null, data = null;
            var base64 = default(ReadOnlyMemory<byte>);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.Is("recordId"u8);
                var isData = reader.Is("data"u8);
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && isId)
                    id = Text(json, ref reader);
                else if (reader.TokenType == JsonTokenType.String && isData)
                    (data, base64) = (Text(json, ref reader), reader.ValueIsEscaped ? reader.Unescaped() : Text(json, ref reader));
                else
                    reader.Skip();
            }
            records.Add(new FirehoseRecord(
                id ?? throw new ArgumentException("A record of the event has no 'recordId': it is not a Firehose transformation event."),
                data, base64));
        }
        return reader.TokenType == JsonTokenType.EndArray
            ? records
            : throw new ArgumentException("A record of the event is not a JSON object: it is not a Firehose transformation event.");
    }

    static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader) =>
        json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
}
