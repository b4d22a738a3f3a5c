namespace Amazon.Athena.Model;

/// <summary>The database of unqualified names in a query.</summary>
public sealed class QueryExecutionContext
{
    public string? Catalog { get; set; }

    public string? Database { get; set; }
}
