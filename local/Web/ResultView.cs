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
            ["marks"] = Marks(filters.Index().SelectMany(filter => texts.Select(row => (filter.Item?.Kind, row[filter.Index]))), fields),
        };
    }

    public static bool IsNumber(ResultColumn column) =>
        column.Type is "tinyint" or "smallint" or "integer" or "bigint" or "real" or "double"
            || column.Type.StartsWith("decimal", StringComparison.Ordinal);

    // The name is also what a filter takes for it.
    static JsonObject Named(GivenName? given) => given is null ? []
        : new() { ["name"] = given.Text, ["role"] = given.Role, ["filter"] = FilterText.Quote(given.Text) };

    // A number or a time in a result can be a sum or a bucket with the name of a column.
    static FilterField? FieldOf(ResultColumn column, FilterFields fields) =>
        fields.All.FirstOrDefault(field => field.Columns is [var only]
            && only.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) is { Kind: not (FilterKind.Number or FilterKind.Time) } field
            ? field : null;

    /// <summary>
    /// Returns what is known of values:
    /// <c>{"address": {"10.0.0.1": {"kind": "private", "label": "private", "note": "...", "name": "web-1", "role": "frontend",
    /// "place": {"label": "DE AS13335", "note": "..."}}},
    /// "interface": {"eni-0aa": {"name": "..."}}, "port": {"22": "ssh"}, "protocol": {"6": "TCP"}}</c>.
    /// </summary>
    public static JsonObject Marks(IEnumerable<(FilterKind? Kind, string? Value)> values, FilterFields fields)
    {
        var marks = new JsonObject
        {
            ["address"] = new JsonObject(),
            ["interface"] = new JsonObject(),
            ["port"] = new JsonObject(),
            ["protocol"] = new JsonObject(),
        };
        foreach (var (kind, value) in values.Distinct())
        {
            if (value is null)
                continue;
            switch (kind)
            {
                case FilterKind.Address when fields.Addresses.Of(value) is { } mark:
                    var view = Named(fields.Names.OfAddress(value));
                    (view["kind"], view["label"], view["note"]) = (mark.Kind, mark.Label, mark.Note);
                    if (fields.Places?.Of(value) is { } place)
                        view["place"] = new JsonObject { ["label"] = place.Label, ["note"] = place.Note };
                    marks["address"]![value] = view;
                    break;
                case FilterKind.Interface when fields.Names.OfInterface(value) is { } name:
                    marks["interface"]![value] = Named(name);
                    break;
                case FilterKind.Port when ServiceNames.Of(value) is { } service:
                    marks["port"]![value] = service;
                    break;
                case FilterKind.Protocol when int.TryParse(value, out var number):
                    marks["protocol"]![value] = IanaProtocol.Keyword(number);
                    break;
            }
        }

        return marks;
    }
}
