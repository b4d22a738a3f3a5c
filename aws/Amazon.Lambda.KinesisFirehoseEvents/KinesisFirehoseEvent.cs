using System.Text;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisFirehoseEvents;

/// <summary>Contains the records that Firehose sends to a transformation function.</summary>
/// <remarks>Source: "Transform source data in Amazon Data Firehose", Amazon Data Firehose Developer Guide.</remarks>
public sealed class KinesisFirehoseEvent
{
    public string? InvocationId { get; set; }

    public string? Region { get; set; }

    public IList<FirehoseRecord>? Records { get; set; }

    /// <summary>One record to transform.</summary>
    public sealed class FirehoseRecord
    {
        /// <summary>The id of the record in the response.</summary>
        public string RecordId { get; set; } = null!;

        /// <summary>The time when Firehose received the record, in milliseconds since 1970 UTC.</summary>
        [JsonPropertyName("approximateArrivalTimestamp")]
        public long ApproximateArrivalEpoch { get; set; }

        /// <summary>The time when Firehose received the record, UTC.</summary>
        [JsonIgnore]
        public DateTime ApproximateArrivalTimestamp => DateTime.UnixEpoch.AddMilliseconds(ApproximateArrivalEpoch);

        /// <summary>The record's bytes in base64.</summary>
        [JsonPropertyName("data")]
        public string? Base64EncodedData { get; set; }

        /// <summary>The record's bytes as UTF-8 text.</summary>
        /// <exception cref="FormatException">The data is not base64.</exception>
        public string DecodeData() => Encoding.UTF8.GetString(Convert.FromBase64String(Base64EncodedData!));
    }
}
