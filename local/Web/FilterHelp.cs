using System.Text.Json.Nodes;
using Emulator.Athena;
using Web.Filters;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>Helps the filter box: lists fields and values, and parses typed text.</summary>
sealed class FilterHelp(StackView stack)
{
    const int MostValues = 12;
    const int MostNames = 6;

    public void Map(ApiRoutes api)
    {
        api.Get("/api/filters", _ => Task.FromResult<JsonNode>(Fields()));
        api.Get("/api/filters/parse", query => Task.FromResult<JsonNode>(Parse(query["text"].ToString())));
        api.Get("/api/filters/values", ValuesAsync);
        api.Get("/api/names", query => Task.FromResult<JsonNode>(Names(query["value"])));
    }

    JsonArray Fields() => new JsonArray([.. stack.Fields.All.Select(field => new JsonObject
    {
        ["name"] = field.Name,
        ["kind"] = field.Kind.ToString().ToLowerInvariant(),
        ["meaning"] = field.Meaning,
        ["values"] = Texts(Known(field)),
    })]);

    // Names and values as in the page's address, all of them valid.
    JsonArray Parse(string text)
    {
        var filters = FilterText.Split(text, stack.Fields);
        _ = FlowFilter.Of(filters, stack.Fields);
        return new JsonArray([.. filters.Select(filter => new JsonArray(filter.Name, filter.Value))]);
    }

    // The names of addresses, networks and interfaces.
    JsonObject Names(IEnumerable<string?> values)
    {
        var names = stack.Names;
        return new JsonObject(values.OfType<string>().Distinct().Select(value =>
            (Value: value, Name: names.OfInterface(value) ?? names.OfAddress(value))).Where(one => one.Name is not null)
            .Select(one => KeyValuePair.Create(one.Value, (JsonNode?)new JsonObject
            {
                ["name"] = one.Name!.Text,
                ["role"] = one.Name.Role,
            })));
    }

    // Each value as a filter takes it, with its name: the user's names, and the most frequent values of the time range.
    async Task<JsonNode> ValuesAsync(IQueryCollection query)
    {
        var field = stack.Fields.Get(query["field"].ToString());
        var prefix = query["prefix"].ToString();
        var names = stack.Names;
        var known = Known(field).Where(IsWanted).Take(MostValues)
            .Concat((field.Kind == FilterKind.Address ? names.OfNetworks : field.Kind == FilterKind.Interface ? names.OfInterfaces : [])
                .Where(IsWanted).Take(MostNames).Select(FilterText.Quote));
        if (field.Kind is FilterKind.Number or FilterKind.Time or FilterKind.Protocol or FilterKind.Word or FilterKind.Sender)
            return Views(known, names);
        var table = stack.Engine.Table.Name;
        var range = await WebApi.ReadRangeAsync(stack, query);
        var column = field.Columns[0];
        var sql = $"""
            SELECT {column}, count(*) AS records
            FROM {table}
            {FlowFilter.None.Where(range, $"starts_with(lower({column}), {Sql.Text(prefix.ToLowerInvariant())})")}GROUP BY {column}
            ORDER BY records DESC, {column}
            LIMIT {MostValues}
            """;
        var answer = await stack.Queries.AnswerAsync(sql);
        return Views(known.Concat(answer.Rows.Select(row => ResultText.Of(row[0])!)).Distinct(), names);

        bool IsWanted(string word) => word.StartsWith(prefix.TrimStart('"'), StringComparison.OrdinalIgnoreCase);
    }

    static JsonArray Views(IEnumerable<string> values, NameList names) => new([.. values.Select(value =>
        (JsonNode)new JsonArray(value, (names.OfInterface(value) ?? names.OfAddress(value))?.Text ?? ""))]);

    static IEnumerable<string> Known(FilterField field) => field.Kind switch
    {
        FilterKind.Address => AddressMarks.Words,
        FilterKind.Port => ServiceNames.All,
        FilterKind.Protocol => ["TCP", "UDP", "ICMP", "ICMPv6", "GRE", "ESP", "SCTP"],
        FilterKind.Word or FilterKind.Sender => field.Words,
        _ => [],
    };

    static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
