using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

/// <summary>What became of each record.</summary>
public sealed class PutRecordBatchResponse : AmazonWebServiceResponse
{
    /// <summary>How many to send again.</summary>
    public int? FailedPutCount { get; set; }

    public bool? Encrypted { get; set; }

    /// <summary>One for each record, in their order.</summary>
    public List<PutRecordBatchResponseEntry>? RequestResponses { get; set; }
}
