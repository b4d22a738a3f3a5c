namespace Amazon.Athena.Model;

/// <summary>A query to stop.</summary>
public sealed class StopQueryExecutionRequest : AmazonAthenaRequest
{
    public string? QueryExecutionId { get; set; }
}
