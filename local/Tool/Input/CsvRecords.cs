using System.Text;
using CsvHelper;

namespace Tool.Input;

/// <summary>
/// Reads records from CSV: of CloudWatch Logs Insights, with the whole record in <c>@message</c>, or with a column for each field, as
/// Athena and libraries for tables write it. Sources: "Analyzing log data with CloudWatch Logs Insights", Amazon CloudWatch Logs User
/// Guide; "Work with query results", Amazon Athena User Guide.
/// </summary>
static class CsvRecords
{
    public static void Read(FileContent content, IRecordSink sink, CancellationToken cancellation)
    {
        var dialect = CsvDialect.Of(content.FirstLine, sink.OwnFormat)
            ?? throw new InputException(
                $"the input has no header with flow log fields, and its rows are not records of {sink.OwnFormat.Fields.Length} values. "
                + "Name the fields with --format '${version} ${account-id} ...'.");
        using var text = new StreamReader(content.Stream, Encoding.UTF8);
        using var parser = CsvDialect.Parser(text, dialect.Delimiter);
        string[] names = dialect.Format is { } format ? [.. format.Fields.Select(field => field.Name)]
            : parser.Read() ? parser.Record!
            : [];
        var message = dialect.Format is null ? CsvDialect.Message(names) : -1;
        var time = Array.FindIndex(names, name => name is "@timestamp" or "timestamp");
        var records = new FieldRecords(sink, dialect.Format is null ? "its columns" : "its first row");
        for (var row = 1L; Read(parser, row); row++)
        {
            if ((row & 0xfff) == 0)
                cancellation.ThrowIfCancellationRequested();
            var values = parser.Record!;
            // Files that were put together have their header once each.
            if (dialect.Format is null && values.AsSpan().SequenceEqual(names))
                continue;
            long? milliseconds = time >= 0 && time < values.Length ? InputTime.ReadEventTime(values[time]) : null;
            if (message < 0)
                records.AddRow(row, names, values, milliseconds);
            else if (message < values.Length)
                sink.Add(row, Encoding.UTF8.GetBytes(values[message].Trim('\r', '\n')), milliseconds);
            else
                sink.AddOther(row, Encoding.UTF8.GetBytes(string.Join(',', values)), "a row without a message", milliseconds);
        }
    }

    static bool Read(CsvParser parser, long row)
    {
        try
        {
            return parser.Read();
        }
        catch (CsvHelperException exception)
        {
            throw new InvalidDataException($"row {row} is not CSV: {exception.Message.Split('\n')[0].Trim()}", exception);
        }
    }
}
