using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisAnalyticsEvents;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using FlowLogs;

namespace MetricPublisher;

/// <summary>The events' and the responses' JSON.</summary>
public static class EventJson
{
    static readonly SourceGeneratorLambdaJsonSerializer<WindowJson> Window =
        new(options => options.Converters.Insert(0, new RecordDataConverter()));

    static readonly SourceGeneratorLambdaJsonSerializer<AnalyticsJson> Analytics = new();

    /// <summary>Tells the event from the names at its top, and leaves the stream as it was.</summary>
    /// <exception cref="ArgumentException">It is no JSON object, or neither event.</exception>
    public static EventShape ShapeOf(MemoryStream json)
    {
        const string Expected = "this function takes a Kinesis event with a tumbling window ('window') or a Kinesis Data Analytics output event ('applicationArn')";
        var names = TopLevelNames(EventStream.BytesOf(json).Span);
        return (names.Contains("window"), names.Contains("applicationArn")) switch
        {
            (true, false) => EventShape.TimeWindow,
            (false, true) => EventShape.AnalyticsOutput,
            (true, true) => throw new ArgumentException($"The event has both 'window' and 'applicationArn': {Expected}."),
            _ when names.Contains("Records") => throw new ArgumentException(
                $"The event has records but no window: {Expected}. Set TumblingWindowInSeconds on the event source mapping."),
            _ => throw new ArgumentException($"The event is neither of the two: {Expected}."),
        };
    }

    public static T Read<T>(Stream json) => Serializer<T>().Deserialize<T>(json);

    public static Stream Write<T>(T response)
    {
        var json = new MemoryStream();
        Serializer<T>().Serialize(response, json);
        json.Position = 0;
        return json;
    }

    static ILambdaSerializer Serializer<T>() =>
        typeof(T) == typeof(KinesisTimeWindowEvent) || typeof(T) == typeof(KinesisTimeWindowResponse) ? Window : Analytics;

    static HashSet<string> TopLevelNames(ReadOnlySpan<byte> json)
    {
        var names = new HashSet<string>();
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new ArgumentException("The event is not a JSON object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // Compared, not read: a name may be a text that is none, which only reading throws for.
                if (reader.Is("window"u8))
                    names.Add("window");
                else if (reader.Is("applicationArn"u8))
                    names.Add("applicationArn");
                else if (reader.Is("Records"u8))
                    names.Add("Records");
                reader.Read();
                reader.Skip();
            }
            return names;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The event is not JSON: {exception.Message}", exception);
        }
    }
}

/// <summary>Serialization code for the tumbling window, made at build time.</summary>
[JsonSerializable(typeof(KinesisTimeWindowEvent))]
[JsonSerializable(typeof(KinesisTimeWindowResponse))]
public sealed partial class WindowJson : JsonSerializerContext;

/// <summary>Serialization code for the Kinesis Data Analytics output, made at build time.</summary>
[JsonSerializable(typeof(KinesisAnalyticsOutputDeliveryEvent))]
[JsonSerializable(typeof(KinesisAnalyticsOutputDeliveryResponse))]
public sealed partial class AnalyticsJson : JsonSerializerContext;
