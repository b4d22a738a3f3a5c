using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents.Converters;

namespace Amazon.Lambda.KinesisEvents;

/// <summary>The window's state after a batch, and the records that are to be sent again.</summary>
public sealed class KinesisTimeWindowResponse
{
    /// <summary>At most 1 MB as JSON. A response without it counts as failed.</summary>
    [JsonPropertyName("state")]
    [JsonConverter(typeof(DictionaryLongToStringJsonConverter))]
    public Dictionary<string, string> State { get; set; } = null!;

    [JsonPropertyName("batchItemFailures")]
    public IList<BatchItemFailure> BatchItemFailures { get; set; } = null!;

    /// <summary>A record from which on the batch is to be sent again.</summary>
    public sealed class BatchItemFailure
    {
        /// <summary>The record's sequence number.</summary>
        [JsonPropertyName("itemIdentifier")]
        public string ItemIdentifier { get; set; } = null!;
    }
}
