using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisEvents.Converters;

/// <summary>Reads a JSON object as strings by name. Accepts whole numbers, which other runtimes write into a window's state.</summary>
public sealed class DictionaryLongToStringJsonConverter : JsonConverter<Dictionary<string, string>>
{
    public override Dictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The state is not a JSON object.");

        var values = new Dictionary<string, string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (string.IsNullOrWhiteSpace(name))
                throw new JsonException("The state has an empty name.");
            reader.Read();
            values.Add(name, reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number when reader.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
                _ => throw new JsonException($"The value of '{name}' in the state is neither a string nor a whole number."),
            });
        }
        return values;
    }

    /// <summary>
    /// Throws, as the official converter does: it makes a serializer context from options that another context has locked.
    /// </summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void Write(Utf8JsonWriter writer, Dictionary<string, string> value, JsonSerializerOptions options) =>
        throw new InvalidOperationException(
            "Amazon.Lambda.KinesisEvents cannot write KinesisTimeWindowResponse.State with a generated serializer. "
            + "Write the response with Utf8JsonWriter.");
}
