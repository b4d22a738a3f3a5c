using DuckDB.NET.Data;

namespace Tool.Tests.Input;

/// <summary>Writes Parquet files with DuckDB.</summary>
static class ParquetFile
{
    /// <summary>Returns a file with columns, each with a name and a DuckDB type, and rows of values in text form; null is NULL.</summary>
    public static byte[] Of(IEnumerable<(string Name, string Type)> columns, IEnumerable<IEnumerable<string?>> rows)
    {
        var path = Path.GetTempFileName();
        try
        {
            Write(path, columns, rows, "SELECT * FROM f");
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Writes the result of a query of these rows, which are the table f.</summary>
    /// <param name="options">Further options of the format, each after a comma.</param>
    public static void Write(string path, IEnumerable<(string Name, string Type)> columns, IEnumerable<IEnumerable<string?>> rows,
        string select, string options = "")
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = new DuckDBCommand(
            $"CREATE TABLE f ({string.Join(", ", columns.Select(column => $"\"{column.Name}\" {column.Type}"))}); "
            + $"INSERT INTO f VALUES {string.Join(", ", rows.Select(row => $"({string.Join(", ", row.Select(Literal))})"))}; "
            + $"COPY ({select}) TO '{path}' (FORMAT parquet{options})",
            connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Returns the values of a flow log record; null for "-".</summary>
    public static IEnumerable<string?> ValuesOf(string record) => record.Split(' ').Select(value => value == "-" ? null : value);

    static string Literal(string? value) => value is null ? "NULL" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
