using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>Contains the requested query.</summary>
public sealed class GetQueryExecutionResponse : AmazonWebServiceResponse
{
    public QueryExecution? QueryExecution { get; set; }
}
