using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

/// <summary>Contains the result of each record.</summary>
public sealed class PutRecordBatchResponse : AmazonWebServiceResponse
{
    /// <summary>The number of records to send again.</summary>
    public int? FailedPutCount { get; set; }

    public bool? Encrypted { get; set; }

    /// <summary>One result for each record, in the same order.</summary>
    public List<PutRecordBatchResponseEntry>? RequestResponses { get; set; }
}
