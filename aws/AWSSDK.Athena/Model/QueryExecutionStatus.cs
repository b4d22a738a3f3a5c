namespace Amazon.Athena.Model;

/// <summary>How a query stands, and why.</summary>
public sealed class QueryExecutionStatus
{
    public QueryExecutionState? State { get; set; }

    /// <summary>In Athena's own words, for a query that failed or was cancelled.</summary>
    public string? StateChangeReason { get; set; }
}
