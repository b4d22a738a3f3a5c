using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>Confirms the request to stop.</summary>
public sealed class StopQueryExecutionResponse : AmazonWebServiceResponse;
