using System.Text;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.KinesisFirehoseEvents;

/// <summary>Contains the response of a transformation function to Firehose, with every record of the event once.</summary>
/// <remarks>
/// Source: "Required parameters for data transformation", Amazon Data Firehose Developer Guide. At most 6 MiB, base64 included.
/// </remarks>
public sealed class KinesisFirehoseResponse
{
    /// <summary>Firehose delivers the data of the response.</summary>
    public const string TRANSFORMED_STATE_OK = "Ok";

    /// <summary>Firehose drops the record.</summary>
    public const string TRANSFORMED_STATE_DROPPED = "Dropped";

    /// <summary>Firehose stores the original record under the error prefix.</summary>
    public const string TRANSFORMED_STATE_PROCESSINGFAILED = "ProcessingFailed";

    [JsonPropertyName("records")]
    public IList<FirehoseRecord> Records { get; set; } = null!;

    /// <summary>Contains the result of one record.</summary>
    public sealed class FirehoseRecord
    {
        [JsonPropertyName("recordId")]
        public string RecordId { get; set; } = null!;

        /// <summary>One of the three TRANSFORMED_STATE values.</summary>
        [JsonPropertyName("result")]
        public string Result { get; set; } = null!;

        /// <summary>The transformed bytes in base64.</summary>
        [JsonPropertyName("data")]
        public string? Base64EncodedData { get; set; }

        /// <summary>Sets <see cref="Base64EncodedData"/> from text.</summary>
        public void EncodeData(string data) => Base64EncodedData = Convert.ToBase64String(Encoding.UTF8.GetBytes(data));
    }
}
