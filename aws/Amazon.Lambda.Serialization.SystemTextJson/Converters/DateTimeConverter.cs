using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Reads times of events: ISO 8601 text, or seconds or milliseconds since 1970 UTC.</summary>
public sealed class DateTimeConverter : JsonConverter<DateTime>
{
    // The year 5138 in seconds, and 1973 in milliseconds.
    const double LargestSeconds = 100_000_000_000;

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            return reader.GetDateTime();

        var number = reader.GetDouble();
        return number < LargestSeconds ? DateTime.UnixEpoch.AddSeconds(number) : DateTime.UnixEpoch.AddMilliseconds(number);
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
