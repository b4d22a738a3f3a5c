using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Emulator.Template;

namespace Emulator.Firehose;

/// <summary>Writes the event of a transformation function.</summary>
/// <remarks>Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.</remarks>
static class TransformationEvent
{
    public static void Write(IBufferWriter<byte> buffer, DeliveryStreamResource stream, IReadOnlyList<FirehoseRecord> records)
    {
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("invocationId"u8, Guid.NewGuid());
        json.WriteString("deliveryStreamArn"u8, stream.Arn);
        json.WriteString("region"u8, PseudoParameters.Region);
        json.WriteStartArray("records"u8);
        for (var i = 0; i < records.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("recordId"u8, i.ToString("D56", CultureInfo.InvariantCulture));
            json.WriteNumber("approximateArrivalTimestamp"u8, records[i].Arrival.ToUnixTimeMilliseconds());
            json.WriteBase64String("data"u8, records[i].Data);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }
}
