using System.Text.RegularExpressions;

namespace Emulator.Athena;

/// <summary>Turns what DuckDB says into a sentence for the person who wrote the query.</summary>
static partial class DuckDbErrors
{
    public static AthenaException Explain(Exception error)
    {
        // The statement and a caret below it follow after an empty line.
        var message = error.Message.Split("\n\n")[0].ReplaceLineEndings(" ").Trim();
        message = OwnTables.Replace(message, "");
        if (message.Contains("file system operations are disabled", StringComparison.Ordinal) || message.Contains("is disabled through configuration", StringComparison.Ordinal))
            message += ". Queries read the files of the data folder, and nothing else.";
        return new AthenaException(message, error);
    }

    // DuckDB proposes tables of its own catalog too, which Athena has not.
    [GeneratedRegex(@" Did you mean ""(pg_|duckdb_|sqlite_|pragma_|information_schema)[^""]*""\?")]
    private static partial Regex OwnTables { get; }
}
