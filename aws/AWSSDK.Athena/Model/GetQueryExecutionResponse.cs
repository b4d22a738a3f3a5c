using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>The query that was asked for.</summary>
public sealed class GetQueryExecutionResponse : AmazonWebServiceResponse
{
    public QueryExecution? QueryExecution { get; set; }
}
