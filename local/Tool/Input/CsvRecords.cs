using System.Text;

namespace Tool.Input;

/// <summary>
/// Reads records from CSV: of CloudWatch Logs Insights, with the whole record in <c>@message</c>, or of Athena and others, with a column
/// for each field. Sources: "Analyzing log data with CloudWatch Logs Insights", Amazon CloudWatch Logs User Guide; "Work with query results",
/// Amazon Athena User Guide.
/// </summary>
static class CsvRecords
{
    /// <summary>Whether a first line names columns that records can be read from.</summary>
    public static bool IsHeader(string line)
    {
        try
        {
            return new CsvReader(new StringReader(line)).Read() is { } names && (Message(names) >= 0 || (names.Count > 1 && FieldRecords.AreFields(names)));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public static void Read(Stream stream, IRecordSink sink, CancellationToken cancellation)
    {
        using var text = new StreamReader(stream, Encoding.UTF8);
        var reader = new CsvReader(text);
        if (reader.Read() is not { } names)
            return;
        var (message, time) = (Message(names), names.FindIndex(name => name is "@timestamp" or "timestamp"));
        if (message < 0 && !FieldRecords.AreFields(names))
            throw new InputException("has neither a column @message nor the fields of a flow log.");
        var records = new FieldRecords(sink, "its columns");
        var rows = 0L;
        while (reader.Read() is { } row)
        {
            rows++;
            if ((rows & 0xfff) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (row is [""])
                continue;
            if (message < 0)
                records.AddRow(rows, names, row);
            else if (message < row.Count)
                sink.Add(rows, Encoding.UTF8.GetBytes(row[message].Trim('\r', '\n')), time >= 0 && time < row.Count ? InputTime.Read(row[time]) : null);
        }
    }

    static int Message(List<string> names) => names.FindIndex(name => name is "@message" or "message");
}
