using Amazon.Runtime;

namespace Amazon.KinesisFirehose.Model;

/// <summary>A request to Amazon Data Firehose.</summary>
public class AmazonKinesisFirehoseRequest : AmazonWebServiceRequest;
