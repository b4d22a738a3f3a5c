using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Athena;
using Spectre.Console;

namespace Tool.Cli;

/// <summary>Writes the rows of a query for people, spreadsheets and programs.</summary>
public static class ResultWriter
{
    // These rows determine the widths of the columns; a wider value in a later row is not aligned.
    const int RowsToMeasure = 1000;

    // The borders of a column: a line and a space on each side.
    const int BorderWidth = 3;

    static readonly SearchValues<char> QuotedInCsv = SearchValues.Create(",\"\r\n");

    /// <summary>
    /// Writes a table with borders for a terminal. A long result has no borders. A row that is too wide for the terminal becomes a block
    /// with a line for each column.
    /// </summary>
    /// <param name="result">The rows.</param>
    /// <param name="console">The terminal.</param>
    /// <param name="label">Adds what is known of a text, such as an address; null to add nothing.</param>
    public static void WriteTable(QueryResult result, IAnsiConsole console, Func<string, string>? label = null)
    {
        if (result.Columns.Count == 0)
        {
            DrainRows(result);
            return;
        }

        var (rows, more) = Buffer(result, label);
        if (more)
            WriteAligned(result, rows, console.Profile.Out.Writer, label);
        else if (Widths(result, rows).Sum(width => width + BorderWidth) < console.Profile.Width)
            console.Write(Table(result, rows));
        else
            WriteBlocks(result, rows, console);
    }

    /// <summary>Writes aligned columns of plain text for a pipe.</summary>
    /// <param name="result">The rows.</param>
    /// <param name="output">The text.</param>
    /// <param name="label">Adds what is known of a text, such as an address; null to add nothing.</param>
    public static void WriteTable(QueryResult result, TextWriter output, Func<string, string>? label = null)
    {
        if (result.Columns.Count == 0)
            DrainRows(result);
        else
            WriteAligned(result, Buffer(result, label).Rows, output, label);
    }

    /// <summary>
    /// Writes CSV by RFC 4180 with LF as line break. NULL is an empty field, and an empty text is <c>""</c>. The first line has the names
    /// of the columns.
    /// </summary>
    public static void WriteCsv(QueryResult result, TextWriter output)
    {
        if (result.Columns.Count > 0)
            WriteCsvLine(result.Columns.Select(column => column.Name), output);
        while (result.Read())
            WriteCsvLine(result.Row.Select(ResultText.Of), output);
        output.Flush();
    }

    /// <summary>Writes an array of objects in UTF-8, one row a line. Times are strings, and all numbers are numbers.</summary>
    public static void WriteJson(QueryResult result, Stream output)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var json = new Utf8JsonWriter(output, options);
        var names = result.Columns.Select(column => JsonEncodedText.Encode(column.Name, options.Encoder)).ToArray();
        output.Write("["u8);
        for (var first = true; result.Read(); first = false)
        {
            output.Write(first ? "\n"u8 : ",\n"u8);
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                ResultJson.Write(json, result.Row[i]);
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
        }

        output.Write("\n]\n"u8);
        output.Flush();
    }

    static Table Table(QueryResult result, List<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in result.Columns)
            table.AddColumn(new TableColumn(new Text(Visible(column.Name)))
            {
                Alignment = IsNumber(column) ? Justify.Right : Justify.Left,
                NoWrap = true
            });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        return table;
    }

    static void WriteBlocks(QueryResult result, List<string[]> rows, IAnsiConsole console)
    {
        var width = result.Columns.Max(column => Visible(column.Name).Length);
        for (var row = 0; row < rows.Count; row++)
        {
            console.Write(new Rule($"row {row + 1}") { Justification = Justify.Left, Style = Style.Parse("dim") });
            var block = new Grid().AddColumn(new GridColumn { Width = width, NoWrap = true }).AddColumn();
            for (var i = 0; i < result.Columns.Count; i++)
                block.AddRow(new Text(Visible(result.Columns[i].Name)), new Text(rows[row][i]));
            console.Write(block);
        }
    }

    static void DrainRows(QueryResult result)
    {
        while (result.Read())
        {
        }
    }

    static (List<string[]> Rows, bool More) Buffer(QueryResult result, Func<string, string>? label)
    {
        var rows = new List<string[]>();
        while (rows.Count < RowsToMeasure)
        {
            if (!result.Read())
                return (rows, false);
            rows.Add(Cells(result, label));
        }

        return (rows, true);
    }

    static void WriteAligned(QueryResult result, List<string[]> first, TextWriter output, Func<string, string>? label)
    {
        var widths = Widths(result, first);
        WriteAlignedLine([.. result.Columns.Select(column => Visible(column.Name))], result, widths, output);
        WriteAlignedLine([.. widths.Select(width => new string('-', width))], result, widths, output);
        foreach (var row in first)
            WriteAlignedLine(row, result, widths, output);
        if (first.Count == RowsToMeasure)
        {
            while (result.Read())
                WriteAlignedLine(Cells(result, label), result, widths, output);
        }

        output.Flush();
    }

    static int[] Widths(QueryResult result, List<string[]> rows) =>
        [.. result.Columns.Select((column, i) => rows.Select(row => row[i].Length).Append(Visible(column.Name).Length).Max())];

    static void WriteAlignedLine(string[] cells, QueryResult result, int[] widths, TextWriter output)
    {
        var line = string.Join("  ", cells.Select((cell, i) =>
            IsNumber(result.Columns[i]) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
        output.Write(line.TrimEnd());
        output.Write('\n');
    }

    static string[] Cells(QueryResult result, Func<string, string>? label) =>
        [.. result.Row.Select(value => Visible(value is string text && label is not null ? label(text) : ResultText.Of(value) ?? ""))];

    // A row is one line: line breaks and tabs become spaces.
    static string Visible(string text) => VisibleText.OfOneLine(text.Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' '));

    static bool IsNumber(ResultColumn column) =>
        column.Type is "tinyint" or "smallint" or "integer" or "bigint" or "real" or "double"
            || column.Type.StartsWith("decimal", StringComparison.Ordinal);

    static void WriteCsvLine(IEnumerable<string?> cells, TextWriter output)
    {
        output.Write(string.Join(',', cells.Select(Csv)));
        output.Write('\n');
    }

    static string Csv(string? cell) => cell switch
    {
        null => "",
        "" => "\"\"",
        _ when cell.AsSpan().ContainsAny(QuotedInCsv) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => cell,
    };
}
