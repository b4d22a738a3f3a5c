using DuckDB.NET.Data;

namespace Tool.Input;

/// <summary>
/// Reads records from Parquet, as VPC Flow Logs delivers it to S3: a column for each field, numbers as numbers, times in seconds.
/// Source: "Flow log files", Amazon VPC User Guide.
/// </summary>
static class ParquetRecords
{
    public static void Read(string path, IRecordSink sink, CancellationToken cancellation)
    {
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            // Reads every value as text. The path is a file name, not a pattern.
            using var command = new DuckDBCommand(
                "SET TimeZone = 'UTC'; SET threads = 1; "
                + $"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet({Emulator.Athena.Sql.Text(Emulator.Athena.Sql.Path(path))}, "
                + "binary_as_string = true, hive_partitioning = false)",
                connection)
            { UseStreamingMode = true };
            using var rows = command.ExecuteReader();
            var names = Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToList();
            if (FieldNames.Problem(names) is { } problem)
                throw new InputException(problem);
            var time = names.IndexOf("@timestamp");
            var records = new FieldRecords(sink, "its columns");
            for (var row = 1L; rows.Read(); row++)
            {
                if ((row & 0xfff) == 0)
                    cancellation.ThrowIfCancellationRequested();
                List<string> values = [.. names.Select((_, place) => rows.IsDBNull(place) ? "" : rows.GetString(place))];
                records.AddRow(row, names, values, time < 0 ? null : InputTime.ReadEventTime(values[time]));
            }
        }
        catch (DuckDBException exception)
        {
            throw new InputException($"has Parquet that cannot be read: {exception.Message.Split('\n')[0]}", exception);
        }
    }
}
