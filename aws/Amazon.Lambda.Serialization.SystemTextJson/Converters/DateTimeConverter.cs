using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson.Converters;

/// <summary>Times as events carry them: text in ISO 8601, or a number of seconds or of milliseconds since 1970 UTC.</summary>
public sealed class DateTimeConverter : JsonConverter<DateTime>
{
    // The year 5138 in seconds, and 1973 in milliseconds: no event is near either.
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
