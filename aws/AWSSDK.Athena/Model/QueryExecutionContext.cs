namespace Amazon.Athena.Model;

/// <summary>Where a query finds names that it does not qualify.</summary>
public sealed class QueryExecutionContext
{
    public string? Catalog { get; set; }

    public string? Database { get; set; }
}
