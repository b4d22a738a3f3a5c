using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisAnalyticsEvents;

/// <summary>
/// Contains the rows that a Kinesis Data Analytics for SQL application sends to its output function.
/// Source: "Using a Lambda Function as Output", Amazon Kinesis Data Analytics for SQL Applications Developer Guide.
/// </summary>
public sealed class KinesisAnalyticsOutputDeliveryEvent
{
    public IList<DeliveryRecord>? Records { get; set; }

    /// <summary>A row to deliver.</summary>
    public sealed class DeliveryRecord
    {
        /// <summary>The id of the record in the response.</summary>
        public string RecordId { get; set; } = null!;

        /// <summary>The row's bytes in base64.</summary>
        [JsonPropertyName("data")]
        public string? Base64EncodedData { get; set; }
    }
}
