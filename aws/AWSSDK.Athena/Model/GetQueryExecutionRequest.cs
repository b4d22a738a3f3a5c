namespace Amazon.Athena.Model;

/// <summary>The query to return.</summary>
public sealed class GetQueryExecutionRequest : AmazonAthenaRequest
{
    public string? QueryExecutionId { get; set; }
}
