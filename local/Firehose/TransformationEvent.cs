using System.Buffers;
using System.Globalization;
using System.Text.Json;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Firehose;

/// <summary>Writes the event of a transformation function, and reads its answer.</summary>
/// <remarks>Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.</remarks>
internal static class TransformationEvent
{
    public static string RecordId(int place) => place.ToString("D56", CultureInfo.InvariantCulture);

    public static ReadOnlyMemory<byte> Write(DeliveryStreamResource stream, IReadOnlyList<FirehoseRecord> records)
    {
        var buffer = new ArrayBufferWriter<byte>(records.Sum(record => record.Data.Length) * 4 / 3 + records.Count * 200 + 500);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("invocationId"u8, Guid.NewGuid());
        json.WriteString("deliveryStreamArn"u8, stream.Arn);
        json.WriteString("region"u8, PseudoParameters.Region);
        json.WriteStartArray("records"u8);
        for (var i = 0; i < records.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("recordId"u8, RecordId(i));
            json.WriteNumber("approximateArrivalTimestamp"u8, records[i].Arrival.ToUnixTimeMilliseconds());
            json.WriteBase64String("data"u8, records[i].Data);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Reads an answer.</summary>
    /// <returns>For each record of the event its result and data; null where the answer is not what Firehose asks for.</returns>
    public static IReadOnlyList<(string Result, byte[]? Data)>? Read(ReadOnlySpan<byte> response, int count)
    {
        var answers = new (string Result, byte[]? Data)[count];
        try
        {
            var reader = new Utf8JsonReader(response);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isRecords = reader.ValueTextEquals("records"u8);
                reader.Read();
                if (!isRecords)
                    reader.Skip();
                else
                    while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                        ReadRecord(ref reader, answers);
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
        return Array.TrueForAll(answers, answer => answer.Result is "Ok" or "Dropped" or "ProcessingFailed") ? answers : null;
    }

    static void ReadRecord(ref Utf8JsonReader reader, (string Result, byte[]? Data)[] answers)
    {
        var place = -1;
        var answer = ("", (byte[]?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "recordId")
                place = int.Parse(reader.GetString()!, CultureInfo.InvariantCulture);
            else if (name == "result")
                answer.Item1 = reader.GetString()!;
            else if (name == "data" && reader.TokenType == JsonTokenType.String)
                answer.Item2 = reader.GetBytesFromBase64();
            else
                reader.Skip();
        }
        if (place < 0 || place >= answers.Length || answers[place].Result is not null)
            throw new FormatException("A record id is unknown, or there twice.");
        answers[place] = answer;
    }
}
