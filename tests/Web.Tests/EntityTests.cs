using System.Globalization;
using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>The pages about an address, a network and an interface, and the map that leads to them.</summary>
public sealed class EntityTests(EntityTests.Network served) : IClassFixture<EntityTests.Network>
{
    static readonly DateTimeOffset Start = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    readonly RecordsStack _stack = served.Stack;

    [Theory]
    [InlineData("addr=10.0.1.20", 8)]
    [InlineData("addr=10.0.1.0/24", 9)]
    [InlineData("eni=eni-0aa", 8)]
    public async Task An_entity_has_its_first_and_last_record(string entity, long records)
    {
        var summary = await _stack.GetAsync($"/api/entity?range=all&{entity}");

        Assert.Equal((Start.ToUnixTimeSeconds(), records), (summary["first"]!.GetValue<long>(), summary["records"]!.GetValue<long>()));
        Assert.Equal(entity.StartsWith("eni", StringComparison.Ordinal) ? "10.0.1.20" : null, summary["address"]?.ToString());
    }

    [Theory]
    [InlineData("addr=10.0.1.20", "203.0.113.5 10.0.2.7 10.0.2.8 10.0.3.3 198.51.100.9")]
    [InlineData("addr=10.0.1.0/24", "203.0.113.5 10.0.2.7 10.0.2.8 10.0.3.3 10.0.4.4 198.51.100.9")]
    [InlineData("eni=eni-0aa", "203.0.113.5 10.0.2.7 10.0.2.8 10.0.3.3 198.51.100.9")]
    public async Task An_entity_has_peers_by_bytes(string entity, string peers) =>
        Assert.Equal(peers, string.Join(' ', (await RowsAsync("peers", entity)).Select(row => row[0])));

    [Theory]
    [InlineData("addr=10.0.1.20", "443 22", "443")]
    [InlineData("addr=10.0.1.0/24", "443 22", "443 5432")]
    [InlineData("eni=eni-0aa", "443 22", "443")]
    public async Task An_entity_has_ports_in_and_out(string entity, string portsIn, string portsOut)
    {
        Assert.Equal(portsIn, string.Join(' ', (await RowsAsync("ports-in", entity)).Select(row => row[0])));
        Assert.Equal(portsOut, string.Join(' ', (await RowsAsync("ports-out", entity)).Select(row => row[0])));
    }

    [Theory]
    [InlineData("addr=10.0.1.20")]
    [InlineData("addr=10.0.1.0/24")]
    [InlineData("eni=eni-0aa")]
    public async Task An_entity_says_what_rejects_its_traffic(string entity)
    {
        var answer = await _stack.GetAsync($"/api/entity/rejects?range=all&{entity}");
        var reasons = answer["rows"]!.AsArray().Zip(answer["reasons"]!.AsArray())
            .ToDictionary(row => row.First![0]!.ToString(), row => row.Second!.ToString().Split(':')[0]);

        Assert.Equal(["Network ACL", "Security group or network ACL", "Network ACL"],
            new[] { "10.0.2.8", "198.51.100.9", "10.0.1.20" }.Select(client => reasons[client]));
    }

    [Theory]
    [InlineData(5, 0, 0, 0, true, "Security group or network ACL")]
    [InlineData(0, 5, 5, 0, true, "Network ACL")]
    [InlineData(0, 5, 0, 0, true, "Replies without a request in this time")]
    [InlineData(5, 0, 3, 3, true, "Sometimes accepted")]
    [InlineData(0, 5, 5, 0, false, "Network ACL")]
    [InlineData(5, 0, 0, 5, false, "Network ACL")]
    [InlineData(0, 5, 0, 0, false, "Security group or network ACL")]
    [InlineData(5, 5, 2, 2, false, "Sometimes accepted")]
    public void The_reason_follows_from_what_was_accepted(
        int requests, int replies, int acceptedRequests, int acceptedReplies, bool hasPorts, string reason) =>
        Assert.StartsWith($"{reason}:", Entity.Reason(requests, replies, acceptedRequests, acceptedReplies, hasPorts),
            StringComparison.Ordinal);

    [Fact]
    public async Task An_entity_without_a_name_says_what_to_name() => Assert.Contains("addr=10.0.1.0/24",
        await _stack.Client.ErrorAsync("/api/entity?range=all"), StringComparison.Ordinal);

    [Fact]
    public async Task The_page_of_a_network_is_one_click_from_its_filter()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(_stack.Url, "/?range=all&addr=10.0.1.0/24"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.chip .about')");
        await browser.EvaluateAsync("document.querySelector('.chip .about').click()");
        await browser.WaitAsync($"location.pathname === '/entity' && {Chromium.Settled} && "
            + "document.querySelectorAll('section[aria-label=\"Why rejected\"] tbody tr').length === 3");

        Assert.Equal("10.0.1.0/24", await browser.TextAsync("document.querySelector('h1').textContent"));
        Assert.Contains("in 9 stored records", await browser.TextAsync("document.querySelector('.lead').textContent"),
            StringComparison.Ordinal);
        // The rejected replies are the records that the page shows for them.
        await browser.EvaluateAsync(
            "document.querySelector('section[aria-label=\"Why rejected\"] td.number a[href*=\"srcport=443\"]').click()");
        await browser.WaitAsync($"location.pathname === '/records' && {Chromium.Settled} && "
            + "document.querySelector('.recordhead .lead')?.textContent.startsWith('1 record,')");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_map_has_the_records_of_each_flow()
    {
        var map = await _stack.GetAsync("/api/map?range=all");
        var links = map["accepted"]!["links"]!.AsArray().Concat(map["rejected"]!["links"]!.AsArray());

        Assert.Equal(9, links.Sum(link => link!["records"]!.GetValue<long>()));
        Assert.Contains(map["accepted"]!["links"]!.AsArray(),
            link => link!["source"]!.ToString() == "10.0.2.0/24" && link["destination"]!.ToString() == "10.0.1.0/24");
        var open = await _stack.GetAsync("/api/map?range=all&open=10.0.1.0/24");
        Assert.Contains(open["accepted"]!["links"]!.AsArray(), link => link!["destination"]!.ToString() == "10.0.1.20");
    }

    [Fact]
    public async Task The_map_opens_networks_and_records_by_the_keyboard()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(_stack.Url, "/map?range=all"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.sankey')");
        await browser.EvaluateAsync("document.querySelector('.sankey g[aria-label^=\"10.0.1.0/24: \"]').focus()");
        await browser.PressAsync("Enter");
        await browser.WaitAsync("document.querySelector('.crumbs a')?.textContent === 'What is known of 10.0.1.0/24'");

        await browser.EvaluateAsync("document.querySelector('.sankey g[aria-label^=\"10.0.2.0/24 to 10.0.1.20\"]').focus()");
        await browser.PressAsync("Enter");
        await browser.WaitAsync($"location.pathname === '/records' && {Chromium.Settled} && "
            + "document.querySelector('.recordhead .lead')?.textContent.startsWith('2 records')");
        Assert.Equal("?from=", (await browser.TextAsync("location.search"))[..6]);
        Assert.Empty(browser.Errors);
    }

    async Task<List<string[]>> RowsAsync(string list, string entity) =>
        [.. (await _stack.GetAsync($"/api/entity/{list}?range=all&{entity}"))["rows"]!.AsArray()
            .Select(row => row!.AsArray().Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "").ToArray())];

    public sealed class Network : ServedRecords
    {
        protected override IEnumerable<string> Records =>
        [
            // A server that answers a client of another network; a network ACL rejects the replies to the second client.
            .. Conversation(0, "10.0.2.7", 40_000, "ACCEPT"),
            .. Conversation(60, "10.0.2.8", 40_001, "REJECT"),
            // Rejected from the internet, and a ping that is answered but not let out.
            RecordsStack.Record(Start.AddSeconds(120), "198.51.100.9", "10.0.1.20", 51_000, 22, "REJECT"),
            RecordsStack.Record(Start.AddSeconds(130), "10.0.3.3", "10.0.1.20", 0, 0, "ACCEPT", protocol: 1),
            RecordsStack.Record(Start.AddSeconds(140), "10.0.1.20", "10.0.3.3", 0, 0, "REJECT", protocol: 1),
            // The server as a client.
            RecordsStack.Record(Start.AddSeconds(150), "10.0.1.20", "203.0.113.5", 42_000, 443, packets: 9),
            // Another host in the network of the server, at another interface.
            RecordsStack.Record(Start.AddSeconds(160), "10.0.1.21", "10.0.4.4", 43_000, 5432, eni: "eni-0bb"),
        ];

        static IEnumerable<string> Conversation(int second, string client, int port, string reply) =>
        [
            RecordsStack.Record(Start.AddSeconds(second), client, "10.0.1.20", port, 443, packets: 2),
            RecordsStack.Record(Start.AddSeconds(second + 1), "10.0.1.20", client, 443, port, reply, packets: 2),
        ];
    }
}
