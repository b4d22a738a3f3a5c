namespace Amazon.Athena.Model;

/// <summary>A query and its state.</summary>
public sealed class QueryExecution
{
    public string? QueryExecutionId { get; set; }

    public string? Query { get; set; }

    public QueryExecutionStatus? Status { get; set; }

    public string? WorkGroup { get; set; }
}
