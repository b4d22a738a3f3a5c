using DuckDB.NET.Data;
using Emulator.Athena;

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
            // The path is a file name, not a pattern.
            var table = $"read_parquet({Sql.Text(Sql.Path(path))}, binary_as_string = true, hive_partitioning = false)";
            var columns = ParquetColumn.All(connection, table);
            List<string> names = [.. columns.Select(column => column.Name)];
            if (FieldNames.Problem(names) is { } problem)
                throw new InputException(problem);
            if (columns.Where(column => !column.IsReadable && column.HasValues(connection, table)).ToList() is { Count: > 0 } unreadable)
                throw new InputException($"the input has {string.Join(", and ", unreadable)}. Convert the file.");
            // Reads every value as text.
            using var command = new DuckDBCommand(
                $"SET TimeZone = 'UTC'; SET threads = 1; SELECT {string.Join(", ", columns.Select(column => column.Text))} FROM {table}",
                connection)
            { UseStreamingMode = true };
            using var rows = command.ExecuteReader();
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
            throw new InputException($"the input is invalid Parquet: {exception.Message.Split('\n')[0]}", exception);
        }
    }
}
