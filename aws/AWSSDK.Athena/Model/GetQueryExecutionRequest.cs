namespace Amazon.Athena.Model;

/// <summary>A query to look at.</summary>
public sealed class GetQueryExecutionRequest : AmazonAthenaRequest
{
    public string? QueryExecutionId { get; set; }
}
