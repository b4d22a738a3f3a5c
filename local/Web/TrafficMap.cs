using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Web.Filters;

namespace Web;

/// <summary>
/// Answers who talks to whom, between groups of addresses: those of one of the user's names, the /24 networks of other private addresses,
/// and everything else by whose it is. One group can be opened to its addresses. Groups with little traffic become one, so that the picture
/// stays readable. A group with a name is its filter, <c>"web-servers"</c>: the quotes tell it from a group of the map's own.
/// </summary>
static class TrafficMap
{
    const int MostGroups = 12;
    const string Rest = "Others";

    public static void Map(ApiRoutes api, StackView stack) => api.Get("/api/map", async query =>
    {
        var range = await WebApi.ReadRangeAsync(stack, query);
        var filter = FlowFilter.Read(query, stack.Fields);
        var open = query["open"].ToString();
        var names = stack.Names;
        var sql = Sql(stack.Engine.Table.Name, filter, range, Wholes(names, open));
        var answer = await stack.Queries.AnswerAsync(sql);
        var flows = answer.Rows.Select(row => new Flow(
            Group(stack, names, (string?)row[0] ?? "", open), Group(stack, names, (string?)row[1] ?? "", open), (string)row[2]!,
            Number(row[3]), Number(row[4]))).ToList();
        return new JsonObject
        {
            ["sql"] = sql,
            ["from"] = range.From.ToUnixTimeSeconds(),
            ["to"] = range.To.ToUnixTimeSeconds(),
            ["accepted"] = Links(flows, "ACCEPT", flow => flow.Bytes),
            ["rejected"] = Links(flows, "REJECT", flow => flow.Records),
        };
    });

    // The networks whose addresses must not be put together: those smaller than a /24 or /48 network, and those that are open.
    static List<IPNetwork> Wholes(NameList names, string open) =>
        [.. names.Networks.Where(network =>
            network.PrefixLength > (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 24 : 48)
            || Filter(names.OfAddress(network.ToString())) == open)];

    // Private addresses are single groups (a VPC has few), all others are grouped by their /24 or /48 network.
    static string Sql(string table, FlowFilter filter, TimeRange range, IReadOnlyList<IPNetwork> wholes) =>
        $"""
        SELECT {Part("srcaddr", wholes)} AS source, {Part("dstaddr", wholes)} AS destination, action, sum(bytes) AS bytes, count(*) AS records
        FROM {table}
        {filter.Where(range, "action IS NOT NULL", "srcaddr IS NOT NULL", "dstaddr IS NOT NULL")}GROUP BY 1, 2, 3
        ORDER BY 4 DESC, 1, 2
        LIMIT 50000
        """;

    static string Part(string column, IReadOnlyList<IPNetwork> wholes) =>
        $@"CASE WHEN regexp_like({column}, '^(10\.|172\.|192\.168\.|100\.|169\.254\.|f)')"
        + $"{(wholes.Count > 0 ? $" OR {NetworkText.AnyOf(column, wholes)}" : "")} THEN {column}"
        + $@" WHEN {column} LIKE '%.%' THEN regexp_extract({column}, '^[0-9]+\.[0-9]+\.[0-9]+\.') || '0/24'"
        + $@" ELSE regexp_extract({column}, '^[0-9a-f]*:[0-9a-f]*:[0-9a-f]*:') || ':/48' END";

    static string? Filter(GivenName? name) => name is null ? null : FilterText.Quoted(name.Text);

    // The group of an address, or of a /24 or /48 network.
    static string Group(StackView stack, NameList names, string text, string open)
    {
        // The third group of an IPv6 address can be empty.
        var address = text.Replace(":::", "::", StringComparison.Ordinal);
        if (Filter(names.OfAddress(address)) is { } name)
            return name == open ? address : name;
        var mark = stack.Addresses.Of(address.Split('/')[0]);
        if (mark is not { Kind: "private", Label: "private" })
        {
            var owner = mark is null or { Kind: "public" } ? "Internet" : mark.Kind == "aws" ? "AWS" : "Special use";
            return owner != open ? owner : address;
        }

        var dot = address.LastIndexOf('.');
        var network = dot < 0 ? "Private IPv6" : $"{address[..dot]}.0/24";
        return network == open ? address : network;
    }

    static JsonObject Links(IEnumerable<Flow> flows, string action, Func<Flow, long> size)
    {
        var wanted = flows.Where(flow => flow.Action == action).ToList();
        var sources = Largest(wanted.GroupBy(flow => flow.Source), size);
        var destinations = Largest(wanted.GroupBy(flow => flow.Destination), size);
        var links = wanted
            .GroupBy(flow => (Source: Of(sources, flow.Source), Destination: Of(destinations, flow.Destination)))
            .Select(link => (link.Key, Size: link.Sum(size), Records: link.Sum(flow => flow.Records), Bytes: link.Sum(flow => flow.Bytes)))
            .Where(link => link.Size > 0)
            .OrderByDescending(link => link.Size).ThenBy(link => link.Key.Source, StringComparer.Ordinal)
            .ThenBy(link => link.Key.Destination, StringComparer.Ordinal);
        return new JsonObject
        {
            ["links"] = new JsonArray([.. links.Select(link => new JsonObject
            {
                ["source"] = link.Key.Source, ["destination"] =
                    link.Key.Destination, ["size"] = link.Size, ["records"] = link.Records, ["bytes"] = link.Bytes,
            })]),
            ["grouped"] = wanted.Select(flow => flow.Source).Distinct().Count() + wanted.Select(flow => flow.Destination).Distinct()
                .Count() - sources.Count - destinations.Count,
        };
    }

    static HashSet<string> Largest(IEnumerable<IGrouping<string, Flow>> groups, Func<Flow, long> size) =>
        [.. groups.OrderByDescending(group => group.Sum(size)).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostGroups)
            .Select(group => group.Key)];

    static string Of(HashSet<string> largest, string group) => largest.Contains(group) ? group : Rest;

    static long Number(object? value) =>
        value is null ? 0 : value is System.Numerics.BigInteger sum ? (long)sum : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    sealed record Flow(string Source, string Destination, string Action, long Bytes, long Records);
}
