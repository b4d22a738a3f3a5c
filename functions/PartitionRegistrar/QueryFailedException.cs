using Amazon.Athena.Model;

namespace PartitionRegistrar;

/// <summary>A query that ended as FAILED or CANCELLED, or could not be started or watched, with Athena's own reason.</summary>
public sealed class QueryFailedException : Exception
{
    public QueryFailedException(string queryExecutionId, QueryExecutionStatus status)
        : this($"Athena query {queryExecutionId} {status.State}: {status.StateChangeReason ?? "no reason given"}")
    {
    }

    public QueryFailedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
