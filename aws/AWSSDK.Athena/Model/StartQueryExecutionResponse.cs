using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>The started query.</summary>
public sealed class StartQueryExecutionResponse : AmazonWebServiceResponse
{
    public string? QueryExecutionId { get; set; }
}
