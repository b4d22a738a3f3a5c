namespace Web;

/// <summary>Writes literals that both Athena and local mode accept.</summary>
static class SqlText
{
    public static string Of(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Returns a timestamp of whole seconds, UTC.</summary>
    public static string Of(DateTimeOffset time) => $"timestamp '{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}'";
}
