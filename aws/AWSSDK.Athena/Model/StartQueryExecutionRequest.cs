namespace Amazon.Athena.Model;

/// <summary>A query to start.</summary>
public sealed class StartQueryExecutionRequest : AmazonAthenaRequest
{
    /// <summary>32 to 128 characters; the same token starts no second query. One is made up where none is set.</summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>The statement, at most 262,144 bytes.</summary>
    public string? QueryString { get; set; }

    public QueryExecutionContext? QueryExecutionContext { get; set; }

    public string? WorkGroup { get; set; }
}
