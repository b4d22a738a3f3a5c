using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents.Converters;

namespace Amazon.Lambda.KinesisEvents;

/// <summary>Contains the state of the window after a batch, and the records to send again.</summary>
public sealed class KinesisTimeWindowResponse
{
    /// <summary>The state, at most 1 MB as JSON. A response without a state is a failure.</summary>
    [JsonPropertyName("state")]
    [JsonConverter(typeof(DictionaryLongToStringJsonConverter))]
    public Dictionary<string, string> State { get; set; } = null!;

    [JsonPropertyName("batchItemFailures")]
    public IList<BatchItemFailure> BatchItemFailures { get; set; } = null!;

    /// <summary>The first record of the batch to send again.</summary>
    public sealed class BatchItemFailure
    {
        /// <summary>The record's sequence number.</summary>
        [JsonPropertyName("itemIdentifier")]
        public string ItemIdentifier { get; set; } = null!;
    }
}
