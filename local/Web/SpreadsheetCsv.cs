using Emulator.Athena;

namespace Web;

/// <summary>
/// A CSV file for a spreadsheet. A text that a spreadsheet would take for a formula gets an apostrophe at its start ("CSV Injection",
/// OWASP). <c>flowlogs query --output csv</c> writes values as they are.
/// </summary>
static class SpreadsheetCsv
{
    /// <param name="result">A query's rows.</param>
    /// <param name="atRow">Whether the result is already at its first row.</param>
    /// <param name="output">The stream for the file.</param>
    public static void Write(QueryResult result, bool atRow, TextWriter output)
    {
        WriteLine(result.Columns.Select(column => Harmless(column.Name)), output);
        var numbers = result.Columns.Select(ResultView.IsNumber).ToArray();
        for (var more = atRow; more; more = result.Read())
            WriteLine(result.Row.Select((value, i) =>
                ResultText.Of(value) is { } text && !numbers[i] ? Harmless(text) : ResultText.Of(value)), output);
    }

    static string Harmless(string text) => IsFormula(text.AsSpan().TrimStart()) || text is ['\t' or '\r' or '\n', ..] ? $"'{text}" : text;

    // East Asian spreadsheets treat the full-width forms as the same characters.
    static bool IsFormula(ReadOnlySpan<char> text) =>
        text is ['=' or '+' or '-' or '@' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..];

    static void WriteLine(IEnumerable<string?> cells, TextWriter output)
    {
        output.Write(string.Join(',',
            cells.Select(cell => cell is null ? "" : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        output.Write("\r\n");
    }
}
