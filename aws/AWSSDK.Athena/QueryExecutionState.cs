using Amazon.Runtime;

namespace Amazon.Athena;

/// <summary>The state of a query. The last three are final.</summary>
public sealed class QueryExecutionState(string value) : ConstantClass(value)
{
    public static readonly QueryExecutionState QUEUED = new("QUEUED");
    public static readonly QueryExecutionState RUNNING = new("RUNNING");
    public static readonly QueryExecutionState SUCCEEDED = new("SUCCEEDED");
    public static readonly QueryExecutionState FAILED = new("FAILED");
    public static readonly QueryExecutionState CANCELLED = new("CANCELLED");

    public static QueryExecutionState FindValue(string value) => FindValue<QueryExecutionState>(value);

    public static implicit operator QueryExecutionState(string value) => FindValue(value);
}
