namespace Web;

/// <summary>Values within SQL that both Athena and local mode take.</summary>
static class SqlText
{
    public static string Of(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A timestamp of whole seconds, UTC.</summary>
    public static string Of(DateTimeOffset time) => $"timestamp '{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}'";
}
