namespace Web;

/// <summary>Describes the table's columns, for filters and for the fields of a record.</summary>
static class ColumnMeanings
{
    static readonly Dictionary<string, string> Meanings = FlowLogFields.All
        .ToDictionary(field => field.Column, field => field.Meaning, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns an empty string for a column that is not a flow log field.</summary>
    public static string Of(string column) =>
        column == "unparsed" ? "The whole message, if a part of it could not be read" : Meanings.GetValueOrDefault(column, "");
}
