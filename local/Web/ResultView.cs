using System.Text.Json.Nodes;
using Emulator.Athena;
using Web.Filters;

namespace Web;

/// <summary>
/// Rows as the pages show them: every value as a result file has it, and what is known of addresses, ports and protocols.
/// </summary>
static class ResultView
{
    public static JsonObject Of(QueryAnswer answer, FilterFields fields) => Of(answer.Columns, answer.Rows, fields);

    public static JsonObject Of(IReadOnlyList<ResultColumn> columns, IEnumerable<IReadOnlyList<object?>> rows, FilterFields fields)
    {
        var texts = rows.Select(row => row.Select(ResultText.Of).ToArray()).ToList();
        var filters = columns.Select(column => FieldOf(column, fields)).ToList();
        return new JsonObject
        {
            ["columns"] = new JsonArray([.. columns.Select((column, i) => new JsonObject
            {
                ["name"] = column.Name, ["type"] = column.Type, ["field"] = filters[i]?.Name, ["number"] = IsNumber(column),
            })]),
            ["rows"] = new JsonArray([.. texts.Select(row => new JsonArray([.. row.Select(text => (JsonNode?)text)]))]),
            ["marks"] = Marks(filters.Index().SelectMany(filter => texts.Select(row => (filter.Item?.Kind, row[filter.Index]))),
                fields.Addresses),
        };
    }

    public static bool IsNumber(ResultColumn column) =>
        column.Type is "tinyint" or "smallint" or "integer" or "bigint" or "real" or "double"
            || column.Type.StartsWith("decimal", StringComparison.Ordinal);

    // A number or a time in a result can be a sum or a bucket with the name of a column.
    static FilterField? FieldOf(ResultColumn column, FilterFields fields) =>
        fields.All.FirstOrDefault(field => field.Columns is [var only]
            && only.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) is { Kind: not (FilterKind.Number or FilterKind.Time) } field
            ? field : null;

    /// <summary>
    /// Returns what is known of values:
    /// <c>{"address": {"10.0.0.1": {"kind": "private", "label": "private", "note": "..."}}, "port": {"22": "ssh"}, "protocol": {"6":
    /// "TCP"}}</c>.
    /// </summary>
    static JsonObject Marks(IEnumerable<(FilterKind? Kind, string? Value)> values, AddressMarks addresses)
    {
        var marks = new JsonObject { ["address"] = new JsonObject(), ["port"] = new JsonObject(), ["protocol"] = new JsonObject() };
        foreach (var (kind, value) in values.Distinct())
        {
            if (value is null)
                continue;
            switch (kind)
            {
                case FilterKind.Address when addresses.Of(value) is { } mark:
                    marks["address"]![value] = new JsonObject { ["kind"] = mark.Kind, ["label"] = mark.Label, ["note"] = mark.Note };
                    break;
                case FilterKind.Port when ServiceNames.Of(value) is { } name:
                    marks["port"]![value] = name;
                    break;
                case FilterKind.Protocol when int.TryParse(value, out var number):
                    marks["protocol"]![value] = IanaProtocol.Keyword(number);
                    break;
            }
        }

        return marks;
    }
}
