using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>That the data points were taken.</summary>
public sealed class PutMetricDataResponse : AmazonWebServiceResponse;
