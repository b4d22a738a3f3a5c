namespace Amazon.Athena.Model;

/// <summary>The state of a query and the reason.</summary>
public sealed class QueryExecutionStatus
{
    public QueryExecutionState? State { get; set; }

    /// <summary>Athena's reason for a failed or cancelled query.</summary>
    public string? StateChangeReason { get; set; }
}
