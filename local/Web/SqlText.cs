using Emulator.Athena;

namespace Web;

/// <summary>Writes SQL that both Athena and local mode accept.</summary>
static class SqlText
{
    /// <summary>Returns the condition that a column has one of some values.</summary>
    public static string AnyOf(string column, IEnumerable<string> values)
    {
        var texts = values.Select(Sql.Text).ToList();
        return texts is [var only] ? $"{column} = {only}" : $"{column} IN ({string.Join(", ", texts)})";
    }

    /// <summary>Returns a timestamp of whole seconds, UTC.</summary>
    public static string Of(DateTimeOffset time) => $"timestamp '{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}'";
}
