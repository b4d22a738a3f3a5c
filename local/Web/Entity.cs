using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Web.Filters;
using Web.Findings;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>
/// Answers what is known of an address, a network in CIDR notation, a network interface or a name of the user: when it was seen, its
/// peers, its ports in and out, and why its traffic was rejected.
/// </summary>
static class Entity
{
    const int Most = 20;

    // IANA's dynamic ports begin at 49152, Linux's ephemeral ones at 32768: no service listens there.
    const string IsReply = "TRY_CAST(srcport AS integer) < TRY_CAST(dstport AS integer) AND TRY_CAST(srcport AS integer) < 32768";
    const string HasPorts = "TRY_CAST(srcport AS integer) > 0";

    public static void Map(ApiRoutes api, StackView stack)
    {
        api.Get("/api/entity", query => SummaryAsync(stack, query));
        api.Get("/api/entity/peers", async query => await AnswerAsync(stack, query, Peers));
        api.Get("/api/entity/ports-in", async query => await AnswerAsync(stack, query, one => Ports(one, one.Receives)));
        api.Get("/api/entity/ports-out", async query => await AnswerAsync(stack, query, one => Ports(one, one.Sends)));
        api.Get("/api/entity/rejects", async query =>
        {
            var view = await AnswerAsync(stack, query, Rejects);
            view["reasons"] = new JsonArray([.. view["rows"]!.AsArray().Select(row => (JsonNode)Reason(row!.AsArray()))]);
            return view;
        });
        api.Get("/api/entity/findings", query => FindingsAsync(stack, query));
    }

    /// <summary>Says what rejected a conversation, from what was accepted of it.</summary>
    /// <param name="requests">Rejected records from the side that opens connections.</param>
    /// <param name="replies">Rejected records of the other side.</param>
    /// <param name="acceptedRequests">Accepted records from the side that opens connections.</param>
    /// <param name="acceptedReplies">Accepted records of the other side.</param>
    /// <param name="hasPorts">Whether the protocol has ports; if not, nobody knows which side began.</param>
    public static string Reason(long requests, long replies, long acceptedRequests, long acceptedReplies, bool hasPorts)
    {
        const string Stateless = "A security group lets replies of accepted requests pass.";
        const string Unknown = "Security group or network ACL: nothing was accepted. Look at the security group first, then at the network ACL.";
        const string Changing = "Sometimes accepted: a rule changed, or one interface accepts what the next rejects. Compare times and interfaces.";
        var accepted = acceptedRequests + acceptedReplies;
        // "Security group and network ACL rules" among AWS's examples of flow log records.
        if (!hasPorts)
            return (requests == 0 && acceptedReplies == 0) || (replies == 0 && acceptedRequests == 0)
                ? accepted > 0 ? $"Network ACL: one direction is accepted and the other rejected. {Stateless}" : Unknown
                : accepted > 0 ? Changing : Unknown;
        if (requests == 0)
            return acceptedRequests > 0
                ? $"Network ACL: requests are accepted and their replies rejected. {Stateless}"
                : "Replies without a request in this time: late packets of a closed connection, or a network ACL. Widen the time range.";
        return acceptedRequests > 0 ? Changing : Unknown;
    }

    static string Reason(JsonArray row) => Reason(Number(row[4]), Number(row[5]), Number(row[6]), Number(row[7]), row[2] is not null);

    static async Task<JsonNode> SummaryAsync(StackView stack, IQueryCollection query)
    {
        var one = await ReadAsync(stack, query);
        var sql = $"""
            SELECT min(start) AS first_seen, max("end") AS last_seen, count(*) AS records
            FROM {one.Table}
            {one.Filter.Where(null)}
            """.TrimEnd();
        var answer = await stack.Queries.AnswerAsync(sql);
        var range = await WebApi.ReadRangeAsync(stack, query);
        var view = new JsonObject
        {
            ["sql"] = sql,
            ["first"] = Seconds(answer.Rows[0][0]),
            ["last"] = Seconds(answer.Rows[0][1]),
            ["records"] = Convert.ToInt64(answer.Rows[0][2], CultureInfo.InvariantCulture),
            ["address"] = one.IsInterface ? one.Name : null,
        };
        var (field, text) = Asked(stack, query);
        var given = field == "eni" ? stack.Names.OfInterface(text) : stack.Names.OfAddress(text);
        (view["name"], view["role"]) = (given?.Text, given?.Role);
        view["place"] = field == "addr" ? stack.Places.Of(text)?.Note : null;
        view["networks"] = stack.Names.NetworksOf(text) is { } networks && field == "addr"
            ? string.Join(", ", networks) : null;
        await WebApi.DescribeAsync(view, stack, range);
        return view;
    }

    static async Task<JsonNode> FindingsAsync(StackView stack, IQueryCollection query)
    {
        var range = await WebApi.ReadRangeAsync(stack, query);
        var (field, text) = Asked(stack, query);
        IReadOnlyList<IPNetwork> networks = stack.Names.NetworksOf(text) ?? (NetworkText.TryParse(text, out var network) ? [network] : []);
        var found = new JsonArray();
        using var findings = stack.Findings.Open(range);
        foreach (var finding in Finding.All)
        {
            var rows = (await findings.RowsAsync(finding)).Where(row => IsAbout(row, field, text, networks)).ToList();
            if (rows.Count == 0)
                continue;
            var view = FindingsApi.View(stack, rows, range);
            view["name"] = finding.Name;
            view["title"] = finding.Title;
            view["severity"] = finding.Severity.ToString().ToLowerInvariant();
            found.Add((JsonNode)view);
        }

        return found;
    }

    static bool IsAbout(FindingRow row, string field, string text, IReadOnlyList<IPNetwork> networks) => field == "eni"
        ? row.Interface == text
        : networks.Count > 0
            ? Contains(networks, row.Source) || Contains(networks, row.Destination)
            : row.Source == text || row.Destination == text;

    static bool Contains(IReadOnlyList<IPNetwork> networks, string? address) =>
        address is not null && NetworkText.TryParseAddress(address, out var parsed) && networks.Any(network => network.Contains(parsed));

    static async Task<JsonObject> AnswerAsync(StackView stack, IQueryCollection query, Func<One, string> sqlOf)
    {
        var sql = sqlOf(await ReadAsync(stack, query));
        var answer = await stack.Queries.AnswerAsync(sql);
        // Under the table's names, the view has the marks of the values.
        var columns = answer.Columns.Select(column => column with { Name = ColumnOf(column.Name) });
        var view = ResultView.Of([.. columns], answer.Rows, stack.Fields);
        view["sql"] = sql;
        return view;
    }

    static string ColumnOf(string name) => name switch
    {
        "peer" or "client" => "srcaddr",
        "server" => "dstaddr",
        "port" => "dstport",
        _ => name,
    };

    static string Peers(One one) =>
        $"""
        SELECT CASE WHEN {one.Sends} THEN dstaddr ELSE srcaddr END AS peer,
          sum(CASE WHEN {one.Sends} THEN bytes ELSE 0 END) AS bytes_out, sum(CASE WHEN {one.Sends} THEN 0 ELSE bytes END) AS bytes_in,
          count_if(action = 'ACCEPT') AS accepted, count_if(action = 'REJECT') AS rejected, min(start) AS first_seen, max("end") AS last_seen
        FROM {one.Table}
        {one.Filter.Where(one.Range, "srcaddr IS NOT NULL")}GROUP BY 1
        ORDER BY sum(bytes) DESC, 1
        LIMIT {Most}
        """;

    // The port of the service, at either end: replies would make every client's port one of its own.
    static string Ports(One one, string side) =>
        $"""
        SELECT dstport, protocol, count(DISTINCT CASE WHEN {one.Sends} THEN dstaddr ELSE srcaddr END) AS peers,
          count_if(action = 'ACCEPT') AS accepted, count_if(action = 'REJECT') AS rejected, sum(bytes) AS bytes
        FROM {one.Table}
        {one.Filter.Where(one.Range, side, HasPorts, $"NOT ({IsReply})")}GROUP BY dstport, protocol
        ORDER BY count(*) DESC, dstport, protocol
        LIMIT {Most}
        """;

    static string Rejects(One one) =>
        $"""
        WITH records AS (
          SELECT *, CASE WHEN {HasPorts} THEN ({IsReply}) ELSE srcaddr > dstaddr END AS is_reply
          FROM {one.Table}
          {one.Filter.Where(one.Range, "action IS NOT NULL")}), conversations AS (
          SELECT CASE WHEN is_reply THEN dstaddr ELSE srcaddr END AS client, CASE WHEN is_reply THEN srcaddr ELSE dstaddr END AS server,
            CASE WHEN {HasPorts} THEN CASE WHEN is_reply THEN srcport ELSE dstport END END AS port, protocol, action, is_reply,
            interface_id, start, "end"
          FROM records
        )
        SELECT client, server, port, protocol,
          count_if(action = 'REJECT' AND NOT is_reply) AS rejected_requests, count_if(action = 'REJECT' AND is_reply) AS rejected_replies,
          count_if(action = 'ACCEPT' AND NOT is_reply) AS accepted_requests, count_if(action = 'ACCEPT' AND is_reply) AS accepted_replies,
          min(CASE WHEN action = 'REJECT' THEN interface_id END) AS interface_id,
          min(CASE WHEN action = 'REJECT' THEN start END) AS first_seen, max(CASE WHEN action = 'REJECT' THEN "end" END) AS last_seen
        FROM conversations
        GROUP BY client, server, port, protocol
        HAVING count_if(action = 'REJECT') > 0
        ORDER BY count_if(action = 'REJECT') DESC, client, server, port, protocol
        LIMIT {Most}
        """;

    static async Task<One> ReadAsync(StackView stack, IQueryCollection query)
    {
        var (field, text) = Asked(stack, query);
        var (filter, table) = (FlowFilter.Read(query, stack.Fields), stack.Engine.Table.Name);
        var range = await WebApi.ReadRangeAsync(stack, query);
        var name = field == "eni" ? await AddressOfAsync(stack, table, text) : query["addr"][0];
        return new One(table, filter, range, field == "eni", name, Side("src"), Side("dst"));

        string Side(string side) => name is null ? "false" : FlowFilter.Of([(side, name)], stack.Fields).Sql[0];
    }

    // An interface's own address is in each of its records, and none of its peers is.
    static async Task<string?> AddressOfAsync(StackView stack, string table, string eni)
    {
        var filter = FlowFilter.Of([("eni", $"\"{eni.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")], stack.Fields);
        var answer = await stack.Queries.AnswerAsync(
            $"""
            SELECT address
            FROM (
              SELECT srcaddr AS address FROM {table} {filter.Where(null, "srcaddr IS NOT NULL")}
              UNION ALL
              SELECT dstaddr FROM {table} {filter.Where(null, "dstaddr IS NOT NULL")}) AS ends
            GROUP BY address
            ORDER BY count(*) DESC, address
            LIMIT 1
            """);
        return answer.Rows is [[string address]] ? address : null;
    }

    static (string Field, string Text) Asked(StackView stack, IQueryCollection query)
    {
        if (query["addr"] is [{ Length: > 0 } address, ..])
            return ("addr", FilterText.Unquoted(address));
        if (query["eni"] is not [{ Length: > 0 } eni, ..])
            throw new FormatException(
                "Name an address, a network or an interface: addr=10.0.1.20, addr=10.0.1.0/24 or eni=eni-0123456789abcdef0.");
        var name = FilterText.Unquoted(eni);
        return stack.Names.InterfacesOf(name) switch
        {
            [] => ("eni", name),
            [var only] => ("eni", only),
            var several => throw new FormatException($"'{FilterText.Short(name)}' is the name of {several.Count} interfaces. Use one of "
                + $"{string.Join(", ", several)}."),
        };
    }

    static JsonNode? Seconds(object? value) =>
        value is DateTime time ? new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeSeconds() : null;

    static long Number(JsonNode? cell) => long.Parse(cell!.ToString(), CultureInfo.InvariantCulture);

    /// <param name="Table">The table's name.</param>
    /// <param name="Filter">The records of the entity, and the other filters of the page.</param>
    /// <param name="Range">The time.</param>
    /// <param name="IsInterface">Whether it is a network interface.</param>
    /// <param name="Name">Its address or network; null if it has none.</param>
    /// <param name="Sends">The condition that it is the source.</param>
    /// <param name="Receives">The condition that it is the destination.</param>
    sealed record One(string Table, FlowFilter Filter, TimeRange Range, bool IsInterface, string? Name, string Sends, string Receives);
}
