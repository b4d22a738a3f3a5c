namespace Amazon.Athena.Model;

/// <summary>A query to start.</summary>
public sealed class StartQueryExecutionRequest : AmazonAthenaRequest
{
    /// <summary>32 to 128 characters. A second request with the same token starts no second query. The default is a new token.</summary>
    public string? ClientRequestToken { get; set; }

    /// <summary>The statement, at most 262,144 bytes.</summary>
    public string? QueryString { get; set; }

    public QueryExecutionContext? QueryExecutionContext { get; set; }

    public string? WorkGroup { get; set; }
}
