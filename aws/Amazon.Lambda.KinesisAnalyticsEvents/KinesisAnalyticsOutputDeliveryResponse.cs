using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisAnalyticsEvents;

/// <summary>Contains the result of every record of the event once.</summary>
public sealed class KinesisAnalyticsOutputDeliveryResponse
{
    /// <summary>The record was delivered.</summary>
    public const string OK = "Ok";

    /// <summary>The record was not delivered. The application sends it again.</summary>
    public const string DELIVERY_FAILED = "DeliveryFailed";

    [JsonPropertyName("records")]
    public IList<Record> Records { get; set; } = null!;

    /// <summary>Contains the result of one record.</summary>
    public sealed class Record
    {
        [JsonPropertyName("recordId")]
        public string RecordId { get; set; } = null!;

        /// <summary><see cref="OK"/> or <see cref="DELIVERY_FAILED"/>.</summary>
        [JsonPropertyName("result")]
        public string Result { get; set; } = null!;
    }
}
