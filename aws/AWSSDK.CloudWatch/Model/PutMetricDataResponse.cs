using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>Confirms that the data points were stored.</summary>
public sealed class PutMetricDataResponse : AmazonWebServiceResponse;
