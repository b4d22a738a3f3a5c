using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents.Converters;

namespace Amazon.Lambda.KinesisEvents;

/// <summary>A batch of a tumbling window. Source: "Implementing stateful Kinesis Data Streams processing in Lambda", AWS Lambda Developer Guide.</summary>
public sealed class KinesisTimeWindowEvent : KinesisEvent
{
    public TimeWindow? Window { get; set; }

    /// <summary>What the window's last invocation answered; empty at its first.</summary>
    [JsonConverter(typeof(DictionaryLongToStringJsonConverter))]
    public Dictionary<string, string>? State { get; set; }

    public string? ShardId { get; set; }

    /// <summary>Whether the window ends with this invocation.</summary>
    public bool? IsFinalInvokeForWindow { get; set; }

    /// <summary>Whether the window was cut short because its state passed 1 MB: it goes on with a fresh state.</summary>
    public bool? IsWindowTerminatedEarly { get; set; }

    /// <summary>The window's time: from its start up to, not including, its end.</summary>
    public sealed class TimeWindow
    {
        public DateTime Start { get; set; }

        public DateTime End { get; set; }
    }
}
