using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Tool.Input;

/// <summary>The form of the rows of a CSV file.</summary>
/// <param name="Delimiter">The separator of values: a comma, or a semicolon if the comma is the decimal mark.</param>
/// <param name="Format">The format of rows without a header; null if the first row has the names of the columns.</param>
sealed record CsvDialect(string Delimiter, FlowLogFormat? Format)
{
    static readonly string[] Delimiters = [",", ";", "\t", "|"];

    /// <summary>Returns the dialect of a file from its first line; null if the file is not CSV with records.</summary>
    /// <param name="line">The first line.</param>
    /// <param name="own">The format of rows without a header, besides AWS's default formats.</param>
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

    /// <summary>Returns the index of the column with whole messages, or -1.</summary>
    public static int Message(IReadOnlyList<string> names) =>
        names.TakeWhile(name => name is not ("@message" or "message")).Count() is var place && place < names.Count
        ? place
        : -1;

    /// <summary>Opens a parser, which throws <see cref="InvalidDataException"/> for an unclosed quote.</summary>
    public static CsvParser Parser(TextReader text, string delimiter) => new(text, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter,
        BadDataFound = found =>
        {
            if (found.Field.StartsWith('"'))
                throw new InvalidDataException("unclosed quote.");
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
