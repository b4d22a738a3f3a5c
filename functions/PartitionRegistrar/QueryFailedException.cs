using Amazon.Athena.Model;

namespace PartitionRegistrar;

/// <summary>A query has failed, was cancelled, or could not be started or polled. The message has Athena's reason.</summary>
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
