using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>That the wish to stop was taken.</summary>
public sealed class StopQueryExecutionResponse : AmazonWebServiceResponse;
