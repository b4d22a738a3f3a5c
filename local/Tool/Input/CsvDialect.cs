using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Tool.Input;

/// <summary>How the rows of a CSV file are written.</summary>
/// <param name="Delimiter">What separates values: a comma, or a semicolon where the comma is the decimal mark.</param>
/// <param name="Format">The format of rows without a header; null where the first row names the columns.</param>
sealed record CsvDialect(string Delimiter, FlowLogFormat? Format)
{
    static readonly string[] Delimiters = [",", ";", "\t", "|"];

    /// <summary>Returns the dialect of a file by its first line; null where it is not CSV that records can be read from.</summary>
    /// <param name="line">The first line.</param>
    /// <param name="own">The format that rows without a header may be in, besides AWS's default formats.</param>
    public static CsvDialect? Of(string line, FlowLogFormat? own = null)
    {
        foreach (var delimiter in Delimiters)
        {
            if (Row(line, delimiter) is not { } values)
                continue;
            if (Message(values) >= 0 || (values.Length > 1 && FieldNames.Problem(values) is null))
                return new CsvDialect(delimiter, null);
            foreach (var format in new[] { own, FlowLogFormat.Default, FlowLogFormat.TransitGatewayDefault })
                // Text may have tabs between fields.
                if (format is not null && values.Length > 1 && delimiter != "\t" && IsRecord(values, format))
                    return new CsvDialect(delimiter, format);
        }
        return null;
    }

    /// <summary>Returns the place of the column that holds whole messages, or -1.</summary>
    public static int Message(IReadOnlyList<string> names) =>
        names.TakeWhile(name => name is not ("@message" or "message")).Count() is var place && place < names.Count
        ? place
        : -1;

    /// <summary>Opens a parser; it throws <see cref="InvalidDataException"/> for a quote that is not closed.</summary>
    public static CsvParser Parser(TextReader text, string delimiter) => new(text, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter,
        BadDataFound = found =>
        {
            if (found.Field.StartsWith('"'))
                throw new InvalidDataException("a quote is not closed.");
        },
    });

    static string[]? Row(string line, string delimiter)
    {
        try
        {
            using var parser = Parser(new StringReader(line), delimiter);
            return parser.Read() ? parser.Record : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    static bool IsRecord(string[] values, FlowLogFormat format) =>
        values.Length == format.Fields.Length
        && new FlowLogLine().Read(Encoding.UTF8.GetBytes(string.Join(' ', FieldRecords.Texts(format, values))), format);
}
