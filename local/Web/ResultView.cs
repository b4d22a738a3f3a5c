using System.Text.Json.Nodes;
using Emulator.Athena;

namespace Web;

/// <summary>Rows as the page shows them: every value as the text that a result file has, and beside them what is known of addresses, ports and protocols.</summary>
static class ResultView
{
    static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["srcaddr"] = "address",
        ["dstaddr"] = "address",
        ["pkt_srcaddr"] = "address",
        ["pkt_dstaddr"] = "address",
        ["srcport"] = "port",
        ["dstport"] = "port",
        ["protocol"] = "protocol",
        ["interface_id"] = "interface",
        ["action"] = "action",
    };

    public static JsonObject Of(QueryAnswer answer, AddressMarks addresses) => Of(answer.Columns, answer.Rows, addresses);

    public static JsonObject Of(IReadOnlyList<ResultColumn> columns, IEnumerable<IReadOnlyList<object?>> rows, AddressMarks addresses)
    {
        var texts = rows.Select(row => row.Select(ResultText.Of).ToArray()).ToList();
        var kinds = columns.Select(column => Kinds.GetValueOrDefault(column.Name)).ToList();
        return new JsonObject
        {
            ["columns"] = new JsonArray([.. columns.Select((column, i) => new JsonObject
            {
                ["name"] = column.Name, ["type"] = column.Type, ["kind"] = kinds[i], ["number"] = IsNumber(column),
            })]),
            ["rows"] = new JsonArray([.. texts.Select(row => new JsonArray([.. row.Select(text => (JsonNode?)text)]))]),
            ["marks"] = Marks(kinds.Index().SelectMany(kind => texts.Select(row => (kind.Item, row[kind.Index]))), addresses),
        };
    }

    /// <summary>What is known of values: <c>{"address": {"10.0.0.1": {"kind": "private", "label": "private", "note": "..."}}, "port": {"22": "ssh"}, "protocol": {"6": "TCP"}}</c>.</summary>
    static JsonObject Marks(IEnumerable<(string? Kind, string? Value)> values, AddressMarks addresses)
    {
        var marks = new JsonObject { ["address"] = new JsonObject(), ["port"] = new JsonObject(), ["protocol"] = new JsonObject() };
        foreach (var (kind, value) in values.Distinct())
        {
            if (value is null || kind is null)
                continue;
            switch (kind)
            {
                case "address" when addresses.Of(value) is { } mark:
                    marks["address"]![value] = new JsonObject { ["kind"] = mark.Kind, ["label"] = mark.Label, ["note"] = mark.Note };
                    break;
                case "port" when ServiceNames.Of(value) is { } name:
                    marks["port"]![value] = name;
                    break;
                case "protocol" when int.TryParse(value, out var number):
                    marks["protocol"]![value] = IanaProtocol.Keyword(number);
                    break;
            }
        }

        return marks;
    }

    public static bool IsNumber(ResultColumn column) =>
        column.Type is "tinyint" or "smallint" or "integer" or "bigint" or "real" or "double" || column.Type.StartsWith("decimal", StringComparison.Ordinal);
}
