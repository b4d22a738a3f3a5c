using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisAnalyticsEvents;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using FlowLogs;

namespace MetricPublisher;

/// <summary>Reads events and writes responses as JSON.</summary>
public static class EventJson
{
    static readonly SourceGeneratorLambdaJsonSerializer<WindowJson> Window =
        new(options => options.Converters.Insert(0, new RecordDataConverter()));

    static readonly SourceGeneratorLambdaJsonSerializer<AnalyticsJson> Analytics = new();

    /// <summary>Returns the kind of an event from the names of its top-level members. Does not move the stream.</summary>
    /// <exception cref="ArgumentException">The event is not a JSON object, or not one of the two kinds.</exception>
    public static EventShape ShapeOf(MemoryStream json)
    {
        const string Expected = "this function takes a Kinesis event with a tumbling window ('window') or a Kinesis Data Analytics output "
            + "event ('applicationArn')";
        var names = TopLevelNames(EventStream.BytesOf(json).Span);
        return (names.Contains("window"), names.Contains("applicationArn")) switch
        {
            (true, false) => EventShape.TimeWindow,
            (false, true) => EventShape.AnalyticsOutput,
            (true, true) => throw new ArgumentException($"The event has both 'window' and 'applicationArn': {Expected}."),
            _ when names.Contains("Records") => throw new ArgumentException(
                $"The event has records but no window: {Expected}. Set TumblingWindowInSeconds on the event source mapping."),
            _ => throw new ArgumentException($"Unrecognized event: {Expected}."),
        };
    }

    public static KinesisTimeWindowEvent ReadWindow(Stream json) => Window.Deserialize<KinesisTimeWindowEvent>(json);

    public static KinesisAnalyticsOutputDeliveryEvent ReadAnalytics(Stream json) =>
        Analytics.Deserialize<KinesisAnalyticsOutputDeliveryEvent>(json);

    /// <summary>Writes a window's response.</summary>
    /// <remarks>
    /// Not by the serializer: the converter that Amazon.Lambda.KinesisEvents declares for <see cref="KinesisTimeWindowResponse.State"/>
    /// makes a serializer context from options that another context has locked, and throws.
    /// </remarks>
    public static Stream Write(KinesisTimeWindowResponse response)
    {
        var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("state");
            foreach (var (name, value) in response.State)
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteStartArray("batchItemFailures");
            foreach (var failure in response.BatchItemFailures)
            {
                writer.WriteStartObject();
                writer.WriteString("itemIdentifier", failure.ItemIdentifier);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        json.Position = 0;
        return json;
    }

    public static Stream Write(KinesisAnalyticsOutputDeliveryResponse response)
    {
        var json = new MemoryStream();
        Analytics.Serialize(response, json);
        json.Position = 0;
        return json;
    }

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
                // Names are compared as bytes, because GetString throws for a name that is not valid Unicode.
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

/// <summary>Contains the generated serialization code for tumbling windows.</summary>
[JsonSerializable(typeof(KinesisTimeWindowEvent))]
public sealed partial class WindowJson : JsonSerializerContext;

/// <summary>Contains the generated serialization code for the output of Kinesis Data Analytics.</summary>
[JsonSerializable(typeof(KinesisAnalyticsOutputDeliveryEvent))]
[JsonSerializable(typeof(KinesisAnalyticsOutputDeliveryResponse))]
public sealed partial class AnalyticsJson : JsonSerializerContext;
