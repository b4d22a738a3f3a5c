using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>The user's names of networks and interfaces, in answers, filters, pages and commands.</summary>
public sealed class NameTests(NameTests.Network served) : IClassFixture<NameTests.Network>
{
    const string Hostile = "<img src=x onerror=document.title='broken'>\u001b[31m";

    static readonly DateTimeOffset Start = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    readonly RecordsStack _stack = served.Stack;

    [Theory]
    [InlineData("10.0.1.20", "web-1", null)]
    [InlineData("10.0.1.21", "web-servers", "front, end")]
    [InlineData("10.0.2.7", "vpc", null)]
    [InlineData("10.0.1.0/25", "web-servers", "front, end")]
    [InlineData("10.0.0.0/8", null, null)]
    [InlineData("::ffff:10.0.2.7", "vpc", null)]
    [InlineData("2001:db8::7", "six", null)]
    [InlineData("203.0.113.5", null, null)]
    [InlineData("<script>", null, null)]
    public void The_smallest_network_gives_the_name(string address, string? name, string? role) =>
        Assert.Equal((name, role), Read(Network.Names).OfAddress(address) is var given ? (given?.Text, given?.Role) : default);

    [Theory]
    [InlineData("network;name;role\n10.0.0.0/8;one;\n")]
    [InlineData("# a comment\n\nCIDR, Name\n 10.0.0.0/8 , one ,\n")]
    [InlineData("\ufeff10.1.2.3/8,\"one\"")]
    public void A_header_comments_and_semicolons_are_accepted(string text) =>
        Assert.Equal("one", Read(text).OfAddress("10.9.9.9")?.Text);

    [Theory]
    [InlineData("10.0.0.0/8,one\n10.0.1/33,two", ":2: '10.0.1/33' is not a CIDR block, an address or an interface. Write NETWORK,NAME")]
    [InlineData("10.0.0.0/8", ":1: The line has no name.")]
    [InlineData("10.0.0.0/8,,role", ":1: The line has an empty name.")]
    [InlineData("10.0.0.0/8,one,two,three", ":1: The line has 4 values.")]
    [InlineData("10.0.0.0/8,one\n10.0.0.1/8,two", ":2: 10.0.0.0/8 has a name on line 1 already.")]
    [InlineData("eni-1,one\neni-1,two", ":2: eni-1 has a name on line 1 already.")]
    [InlineData("10.0.0.0/8,Private", ":1: The name 'Private' has another meaning in filters.")]
    [InlineData("10.0.0.0/8,8.8.8.8", ":1: The name '8.8.8.8' is an address, a network or an interface.")]
    [InlineData("10.0.0.0/8,\"open", ":1: A quote is not closed")]
    [InlineData("network,title\n10.0.0.0/8,one", ":1: 'network' is not")]
    public void An_invalid_line_is_an_error_with_its_place(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_of_more_than_100_characters_is_an_error() =>
        Assert.Contains("has 101 characters",
            Assert.Throws<FormatException>(() => Read($"10.0.0.0/8,{new string('a', 101)}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("src=web-servers", 1)]
    [InlineData("src=WEB-SERVERS", 1)]
    [InlineData("src=%22web-servers%22", 1)]
    [InlineData("src=web-1", 2)]
    [InlineData("addr=vpc", 3)]
    [InlineData("src=web-1,web-servers", 3)]
    [InlineData("src=!web-1", 4)]
    [InlineData("dst=partner", 2)]
    [InlineData("eni=bastion+host", 1)]
    [InlineData("eni=!%22bastion+host%22", 5)]
    public async Task A_name_filters_the_records_that_show_it(string query, long records) =>
        Assert.Equal(records, await RecordsAsync(query));

    [Theory]
    [InlineData("src=partner", "srcaddr LIKE '198.51.100.%'")]
    [InlineData("eni=bastion+host", "interface_id = 'eni-0bb'")]
    [InlineData("src=web-1", "srcaddr = '10.0.1.20'")]
    public async Task The_SQL_of_a_name_has_its_networks(string query, string condition) => Assert.Contains(condition,
        (await _stack.GetAsync($"/api/records?range=all&limit=1&{query}"))["sql"]!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("src:web-server", "Unknown src 'web-server'. The nearest names are web-servers, web-1, partner.")]
    [InlineData("eni:bastion", "Unknown eni 'bastion'. The nearest names are \"bastion host\".")]
    [InlineData("addr:\"bastion host\"", "'bastion host' is the name of an interface. Use eni:\"bastion host\".")]
    [InlineData("src:10.0.0.300", "Invalid src '10.0.0.300'. Use an address")]
    public async Task An_unknown_name_is_an_error_with_the_nearest_ones(string text, string sentence) => Assert.StartsWith(sentence,
        await _stack.Client.ErrorAsync($"/api/filters/parse?text={Uri.EscapeDataString(text)}"), StringComparison.Ordinal);

    [Fact]
    public async Task A_typed_name_needs_no_field()
    {
        var parsed = await _stack.GetAsync($"/api/filters/parse?text={Uri.EscapeDataString("web-servers -\"bastion host\"")}");

        Assert.Equal("""[["addr","web-servers"],["eni","!\"bastion host\""]]""", parsed.ToJsonString(new()
        {
            Encoder =
            System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        }));
    }

    [Theory]
    [InlineData("src", "web", "web-servers web-1")]
    [InlineData("src", "10.0.1.2", "10.0.1.20=web-1 10.0.1.21=web-servers")]
    [InlineData("eni", "ba", "\"bastion host\"")]
    public async Task Names_complete_and_explain_values(string field, string prefix, string values) => Assert.Equal(values,
        string.Join(' ', (await _stack.GetAsync($"/api/filters/values?range=all&field={field}&prefix={prefix}")).AsArray()
            .Select(value => value![1]!.ToString() is { Length: > 0 } name ? $"{value[0]}={name}" : $"{value[0]}")));

    [Fact]
    public async Task The_map_has_a_group_for_each_name()
    {
        var links = (await _stack.GetAsync("/api/map?range=all"))["accepted"]!["links"]!.AsArray();

        var ends = links.Select(link => $"{link!["source"]} > {link["destination"]} {link["records"]}").Order(StringComparer.Ordinal);
        Assert.Equal(
            [$"\"vpc\" > \"{Hostile}\" 1", "\"vpc\" > Special use 1", "\"web-1\" > \"partner\" 2", "\"web-servers\" > \"vpc\" 1"], ends);
    }

    [Fact]
    public async Task An_open_name_on_the_map_shows_its_addresses()
    {
        var links = (await _stack.GetAsync("/api/map?range=all&open=%22partner%22"))["accepted"]!["links"]!.AsArray();

        Assert.Equal("198.51.100.7 198.51.100.8", string.Join(' ', links.Select(link => link!["destination"]!.ToString())
            .Where(end => end.StartsWith("198", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("addr=10.0.1.21", 1, "web-servers", "front, end", null)]
    [InlineData("addr=web-1", 2, null, null, "10.0.1.20/32")]
    [InlineData("addr=%22web-1%22", 2, null, null, "10.0.1.20/32")]
    [InlineData("eni=eni-0bb", 1, "bastion host", null, null)]
    [InlineData("eni=bastion+host", 1, "bastion host", null, null)]
    public async Task An_entity_has_its_name(string entity, long records, string? name, string? role, string? networks)
    {
        var summary = await _stack.GetAsync($"/api/entity?range=all&{entity}");

        Assert.Equal((records, name, role, networks), (summary["records"]!.GetValue<long>(), summary["name"]?.ToString(),
            summary["role"]?.ToString(), summary["networks"]?.ToString()));
    }

    [Fact]
    public async Task Commands_show_names_beside_addresses_without_control_characters()
    {
        var top = await FlowLogsCommand.RunAsync("top", "--data", _stack.DataFolder, "--range", "all", "--filter", "src:hostile-source");
        var names = $"{_stack.DataFolder}.names";
        await File.WriteAllTextAsync(names, "203.0.113.0/24,other\u001b[31m", TestContext.Current.CancellationToken);
        var other = await FlowLogsCommand.RunAsync("top", "--data", _stack.DataFolder, "--range", "all", "--names", names);
        File.Delete(names);

        Assert.Matches(@"\n203\.0\.113\.99 +hostile-source, special use +1 packets", top);
        Assert.Contains("other?[31m, special use", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_names_file_ends_a_command()
    {
        var names = $"{_stack.DataFolder}.wrong";
        await File.WriteAllTextAsync(names, "10.0.0.0/8,one\nten,two\n", TestContext.Current.CancellationToken);
        foreach (var command in new[] { "serve", "top", "findings" })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
                FlowLogsCommand.RunAsync(command, "--data", _stack.DataFolder, "--names", names));
            Assert.Contains($"{names}:2: 'ten' is not a CIDR block", error.Message, StringComparison.Ordinal);
        }

        File.Delete(names);
        Assert.Contains($"{names}: file not found", (await Assert.ThrowsAsync<InvalidOperationException>(() =>
            FlowLogsCommand.RunAsync("serve", "--data", _stack.DataFolder, "--names", names))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?range=all&src=10.0.1.20", "[...document.querySelectorAll('.chip .name')].map(x => x.textContent).join()", "web-1")]
    [InlineData("/records?range=all&sort=start&dir=asc", "document.querySelector('table.records .name').textContent", "web-1")]
    [InlineData("/records?range=all&sort=start&dir=asc",
        "[...document.querySelectorAll('table.records .name')].some(x => x.textContent === 'bastion host')", "true")]
    [InlineData("/entity?range=all&addr=10.0.1.21",
        "document.querySelector('.lead').textContent.split('. ')[0]", "web-servers (front, end)")]
    [InlineData("/entity?range=all&addr=10.0.2.7", "[...document.querySelectorAll('section[aria-label=Peers] a.name')].at(-1).textContent",
        Hostile)]
    [InlineData("/map?range=all", "[...document.querySelectorAll('.sankey g[aria-label^=\\\"<img\\\"]')].length", "1")]
    public async Task Pages_show_names_as_text_beside_values(string page, string expression, string expected)
    {
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(_stack.Url, page));
        await browser.WaitAsync($"{Chromium.Settled} && (() => {{ try {{ return String({expression}) === {JsonValue.Create(expected)!.ToJsonString()} }} "
            + "catch { return false } })()");

        Assert.DoesNotContain("broken", await browser.TextAsync("document.title"), StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    static NameList Read(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        try
        {
            return NameList.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    async Task<long> RecordsAsync(string query) =>
        (await _stack.GetAsync($"/api/records?range=all&limit=1&{query}"))["total"]!.GetValue<long>();

    public sealed class Network : ServedRecords
    {
        public const string Names = $"""
            network,name,role
            10.0.0.0/16,vpc
            10.0.1.0/24,web-servers,"front, end"
            10.0.1.20,web-1
            198.51.100.0/24,partner
            203.0.113.77/32,{Hostile}
            203.0.113.99,hostile-source
            2001:db8::/32,six
            eni-0bb,bastion host
            """;

        protected override IEnumerable<string> Records =>
        [
            RecordsStack.Record(Start, "10.0.1.20", "198.51.100.7", 40_000, 443, packets: 9),
            RecordsStack.Record(Start.AddSeconds(1), "10.0.1.20", "198.51.100.8", 40_001, 443, packets: 8),
            RecordsStack.Record(Start.AddSeconds(2), "10.0.1.21", "10.0.2.7", 40_002, 443, packets: 7),
            RecordsStack.Record(Start.AddSeconds(3), "10.0.2.7", "203.0.113.77", 40_003, 443, eni: "eni-0bb"),
            RecordsStack.Record(Start.AddSeconds(4), "10.0.2.7", "203.0.113.5", 40_003, 443),
            RecordsStack.Record(Start.AddSeconds(5), "203.0.113.99", "192.0.2.7", 40_003, 443, "REJECT"),
        ];

        protected override void Prepare(string folder) => File.WriteAllText(Path.Combine(folder, "names.csv"), Names);
    }
}
