using System.Text.Json;
using System.Text.Json.Serialization;

namespace MetricPublisher;

/// <summary>Reads a record's data. Invalid base64 becomes null, so that only its own record fails, not the batch.</summary>
public sealed class RecordDataConverter : JsonConverter<MemoryStream>
{
    public override MemoryStream? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes))
            return new MemoryStream(bytes);
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, MemoryStream value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.ToArray());
}
