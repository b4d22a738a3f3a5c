using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents.Converters;

namespace Amazon.Lambda.KinesisEvents;

/// <summary>
/// Contains a batch of a tumbling window. Source: "Implementing stateful Kinesis Data Streams processing in Lambda", AWS Lambda Developer
/// Guide.
/// </summary>
public sealed class KinesisTimeWindowEvent : KinesisEvent
{
    public TimeWindow? Window { get; set; }

    /// <summary>The state in the response of the previous invocation, empty in the first one.</summary>
    [JsonConverter(typeof(DictionaryLongToStringJsonConverter))]
    public Dictionary<string, string>? State { get; set; }

    public string? ShardId { get; set; }

    /// <summary>Whether the window ends with this invocation.</summary>
    public bool? IsFinalInvokeForWindow { get; set; }

    /// <summary>Whether the window ended early because its state exceeded 1 MB. It continues with an empty state.</summary>
    public bool? IsWindowTerminatedEarly { get; set; }

    /// <summary>The time of the window, from its start to before its end.</summary>
    public sealed class TimeWindow
    {
        public DateTime Start { get; set; }

        public DateTime End { get; set; }
    }
}
