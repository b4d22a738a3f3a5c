using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisEvents;

/// <summary>The records of a batch, outside windows, that are to be sent again.</summary>
public sealed class StreamsEventResponse
{
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
