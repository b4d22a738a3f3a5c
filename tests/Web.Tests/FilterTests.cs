using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tool.Traffic;
using Web.Filters;

namespace Web.Tests;

/// <summary>Filters of every kind, and answers that must agree about them.</summary>
public sealed class FilterTests(ServedStack stack, FilterTests.EveryKind served) : IClassFixture<FilterTests.EveryKind>
{
    const string OddEni = "eni-0bad0bad0bad0bad0";
    const int RandomFilters = 50;

    // The kinds of values in filters.
    static readonly (string Field, string[] Values)[] Kinds =
    [
        ("addr", ["10.0.1.5", "10.0.0.0/8", "10.0.1.0/26", "203.0.113.0/25", "2001:db8::/32", "2001:db8:1234:1a01::/64", "private",
            "none"]),
        ("src", ["198.51.100.7", "172.16.0.0/12", "198.51.100.0/24", "10.0.1.20,10.0.1.21", "2001:0db8:1234:1a01:0000:0000:0000:0015",
            "0.0.0.0/0"]),
        ("dst", ["10.0.1.0/24", "10.0.1.24/29", "private", "none"]),
        ("port", ["443", "22,23", "ssh", "8000-9000", ">=49152", "none"]),
        ("srcport", ["443", "<1024", "40000-50000,53"]),
        ("anyport", ["443", "domain"]),
        ("proto", ["tcp", "UDP,icmp", "6", "58", "none"]),
        ("action", ["reject", "ACCEPT", "none"]),
        ("eni", ["eni-0*", "eni-0bad0bad0bad0bad0"]),
        ("status", ["OK", "nodata", "SKIPDATA"]),
        ("bytes", [">10k", "<=500", "1000-5000"]),
        ("packets", [">5", "1"]),
        ("version", ["2"]),
        ("account", ["123456789010", "none"]),
    ];

    [Theory]
    [InlineData("src=10.0.0.0/8", "srcaddr LIKE '10.%'")]
    [InlineData("src=10.0.1.0/26", "srcaddr LIKE '10.0.1.%' AND TRY_CAST(split_part(srcaddr, '.', 4) AS integer) < 64")]
    [InlineData("src=2001:db8::/32", "srcaddr LIKE '2001:db8:%'")]
    [InlineData("addr=198.51.100.7", "(srcaddr = '198.51.100.7' OR dstaddr = '198.51.100.7')")]
    [InlineData("port=22,23", "dstport IN ('22', '23')")]
    [InlineData("port=22&port=23", "dstport IN ('22', '23')")]
    [InlineData("port=ssh", "dstport = '22'")]
    [InlineData("port=8000-9000", "TRY_CAST(dstport AS integer) BETWEEN 8000 AND 9000")]
    [InlineData("action=reject", "action = 'REJECT'")]
    [InlineData("action=!reject", "(action <> 'REJECT' OR action IS NULL)")]
    [InlineData("proto=Tcp", "protocol = 6")]
    [InlineData("bytes=%3E1000&bytes=%3C5k", "bytes > 1000 AND bytes < 5000")]
    [InlineData("src=private", "(srcaddr LIKE '10.%' OR srcaddr LIKE '198.51.100.%' OR srcaddr LIKE '203.0.113.%' OR srcaddr LIKE "
        + "'192.0.2.%' OR srcaddr LIKE '198.18.%'"
        + " OR srcaddr LIKE '198.19.%' OR srcaddr LIKE '2001:db8:%' OR srcaddr LIKE '169.254.%' AND srcaddr NOT LIKE '169.254.169.%')")]
    public async Task A_filter_means_its_condition(string query, string condition)
    {
        var shown = await RecordsAsync(query);
        var expected = (await stack.QueryAsync($"SELECT count(*) AS n FROM flow_logs WHERE {condition}")).Body;

        Assert.Equal(expected["rows"]![0]![0]!.ToString(), shown.ToString(CultureInfo.InvariantCulture));
        Assert.InRange(shown, 1, 12_002);
    }

    [Fact]
    public async Task Records_download_tiles_chart_and_SQL_agree_about_random_filters()
    {
        var own = served.Stack;
        var random = new Random(20);
        var all = await RecordsAsync(own, "");
        var queries = new List<(string Query, long Records, string Sql)>();
        for (var i = 0; i < RandomFilters; i++)
        {
            var fields = Kinds.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();
            var filters = fields.Select(field =>
                (field.Field, Value: field.Values[random.Next(field.Values.Length)], IsExcluded: random.Next(3) == 0)).ToList();
            var query = string.Join('&', filters.Select(filter =>
                $"{filter.Field}={(filter.IsExcluded ? "!" : "")}{Uri.EscapeDataString(filter.Value)}"));
            var records = await RecordsAsync(own, query);
            var timeline = await own.GetAsync($"/api/overview/timeline?range=all&{query}");

            Assert.Equal(records, timeline["rows"]!.AsArray().Sum(row => long.Parse(row![2]!.ToString(), CultureInfo.InvariantCulture)));
            Assert.Equal(records, (await own.GetAsync($"/api/changes?range=all&{query}"))["now"]!["records"]!.GetValue<double>());
            Assert.Equal(records, (await own.Client.GetStringAsync($"/api/records/download?format=jsonl&range=all&{query}",
                TestContext.Current.CancellationToken)).Count(letter => letter == '\n'));
            if (filters is [var only])
                Assert.Equal(all, records + await RecordsAsync(own,
                    $"{only.Field}={(only.IsExcluded ? "" : "!")}{Uri.EscapeDataString(only.Value)}"));
            queries.Add((query, records, timeline["sql"]!.ToString()));
        }

        var counts = await FlowLogsCommand.RunAsync("query", "--data", own.DataFolder, "--output", "csv", string.Join(
            "\nUNION ALL\n", queries.Select((query, i) =>
                $"SELECT {i} AS place, coalesce(sum(records), 0) AS records FROM ({query.Sql}) AS timeline"))
                + $"\nUNION ALL SELECT {RandomFilters}, count(*) FROM flow_logs\nORDER BY place");
        Assert.Equal(
            queries.Select((query, i) => $"{i},{query.Records}").Append($"{RandomFilters},{all}"),
            counts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim()));
    }

    [Theory]
    [InlineData("desc")]
    [InlineData("asc")]
    public async Task Records_without_a_start_come_last_and_only_in_all_time(string direction)
    {
        const int start = 10;
        var own = served.Stack;

        var page = await own.GetAsync($"/api/records?range=all&limit=1000&sort=start&dir={direction}&eni={OddEni}");

        Assert.Equal([false, false, true, true, true, true], page["rows"]!.AsArray().Select(row => row![start] is null));
        Assert.Equal(2, (await own.GetAsync($"/api/records?from=0&to=4000000000&eni={OddEni}"))["total"]!.GetValue<long>());
        Assert.Equal(2, (await own.GetAsync($"/api/records?range=10000d&eni={OddEni}"))["total"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("1793530001", 6)]
    [InlineData("1793530000", 4)]
    public async Task All_time_until_an_end_includes_records_without_a_start(string end, long count)
    {
        var own = served.Stack;
        var query = $"range=all&to={end}&eni={OddEni}";

        Assert.Equal(count, (await own.GetAsync($"/api/records?{query}"))["total"]!.GetValue<long>());
        Assert.Equal(count, (await own.GetAsync($"/api/changes?{query}"))["now"]!["records"]!.GetValue<double>());
        Assert.Equal(count, (await own.GetAsync($"/api/overview/timeline?{query}"))["rows"]!.AsArray()
            .Sum(row => long.Parse(row![2]!.ToString(), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_paused_page_keeps_records_without_a_start()
    {
        const string tile = "document.querySelector('.tiles .detail').textContent";
        var own = served.Stack;
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(own.Url, $"/?range=all&eni={OddEni}"));
        await browser.WaitAsync(Chromium.Settled);
        Assert.Equal("6 records", await browser.TextAsync(tile));
        Assert.Contains("4 records without a start", await browser.TextAsync("document.querySelector('.timeline .notes').textContent"),
            StringComparison.Ordinal);

        await browser.EvaluateAsync("document.getElementById('pause').click()");
        await browser.WaitAsync($"{Chromium.Settled} && location.search.includes('live=off')");

        Assert.Equal("6 records", await browser.TextAsync(tile));
        Assert.Equal("All time", await browser.TextAsync("document.getElementById('range').selectedOptions[0].textContent"));
        await browser.EvaluateAsync("document.getElementById('pause').click()");
        await browser.WaitAsync($"{Chromium.Settled} && !location.search.includes('live=off')");
        Assert.Equal($"?eni={OddEni}&range=all", await browser.TextAsync("location.search"));
    }

    [Theory]
    [InlineData("private")]
    [InlineData("aws")]
    [InlineData("public")]
    public async Task A_word_for_addresses_matches_their_marks(string word)
    {
        var table = new Emulator.Athena.TableDefinition("database", "flow_logs", [("srcaddr", "string")], ["year"], "s3://bucket/");
        var condition = Assert.Single(FlowFilter.Of([("src", word)], new FilterFields(table, AddressMarks.Shipped, NameList.None)).Sql);
        var random = new Random(5);
        // The first and last address of networks, and their neighbours outside.
        var ends = AddressMarks.Words.SelectMany(other => AddressMarks.Shipped.NetworksOf(other)!).OrderBy(_ => random.Next()).Take(200)
            .SelectMany(network =>
        {
            var span = new AddressSpan(network.BaseAddress.AddressFamily);
            var (first, last) = (span.First(network), span.Last(network));
            return new[] { first, last, first == 0 ? first : first - 1, last == span.Most ? last : last + 1 }.Select(span.Address);
        });
        var addresses = ends.Where(address => !address.IsIPv4MappedToIPv6).Select(address => address.ToString()).Distinct().ToList();

        var (_, body) = await stack.QueryAsync(
            $"SELECT srcaddr FROM (VALUES {string.Join(", ", addresses.Select(address => $"'{address}'"))}) AS t (srcaddr) WHERE "
            + $"{condition}");
        Assert.Equal(
            addresses.Where(address => AddressMarks.Shipped.Of(address)!.Kind == word).Order(StringComparer.Ordinal),
            body["rows"]!.AsArray().Select(row => row![0]!.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("src:10.0.0.0/8 -port:22,23 bytes>1000", "src 10.0.0.0/8|port !22,23|bytes >1000")]
    [InlineData("10.1.2.3 tcp reject", "addr 10.1.2.3|proto tcp|action reject")]
    [InlineData("2001:db8::/32 !2001:db8::1", "addr 2001:db8::/32|addr !2001:db8::1")]
    [InlineData("dstport=443 srcaddr:10.0.0.1 interface:eni-1", "port 443|src 10.0.0.1|eni eni-1")]
    [InlineData("eni:\"a b, c\" status!=OK", "eni \"a b, c\"|status !OK")]
    public async Task A_typed_filter_is_parsed(string text, string filters)
    {
        var parsed = JsonNode.Parse(await stack.Client.GetStringAsync($"/api/filters/parse?text={Uri.EscapeDataString(text)}",
            TestContext.Current.CancellationToken))!;

        Assert.Equal(filters, string.Join('|', parsed.AsArray().Select(filter => $"{filter![0]} {filter[1]}")));
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' has no field")]
    [InlineData("prot:6", "Unknown filter 'prot'")]
    [InlineData("port:", "has no value")]
    [InlineData("eni:\"open", "is not closed")]
    [InlineData("src:10.0.0.300", "Invalid src '10.0.0.300'")]
    public async Task An_invalid_typed_filter_is_an_error_with_its_reason(string text, string sentence) => Assert.Contains(sentence,
        await stack.Client.ErrorAsync($"/api/filters/parse?text={Uri.EscapeDataString(text)}"), StringComparison.Ordinal);

    Task<long> RecordsAsync(string query) => RecordsAsync(stack.GetAsync, query);

    static Task<long> RecordsAsync(RecordsStack own, string query) => RecordsAsync(own.GetAsync, query);

    static async Task<long> RecordsAsync<T>(Func<string, Task<T>> get, string query)
        where T : JsonNode =>
        (await get($"/api/records?range=all&limit=1&{query}"))["total"]!.GetValue<long>();

    /// <summary>Traffic, and records that lack a start, traffic, or both.</summary>
    public sealed class EveryKind : ServedRecords
    {
        protected override IEnumerable<string> Records =>
        [
            .. TrafficOfTwoHours().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            $"2 123456789010 {OddEni} 198.51.100.7 10.0.1.5 4242 22 6 3 900 - 1793530060 REJECT OK",
            $"2 123456789010 {OddEni} 10.0.1.5 198.51.100.7 443 4242 17 3 900 - - ACCEPT OK",
            $"2 123456789010 {OddEni} - - - - - - - 1793530000 1793530060 - NODATA",
            $"2 123456789010 {OddEni} - - - - - - - 1793530000 1793530060 - SKIPDATA",
            $"2 123456789010 {OddEni} - - - - - - - - 1793530060 - NODATA",
            $"2 123456789010 {OddEni} - - - - - - - - - - SKIPDATA",
        ];

        static string TrafficOfTwoHours()
        {
            using var output = new MemoryStream();
            TrafficGenerator.Write(output, new TrafficOptions(3000, 7, new DateTimeOffset(2026, 11, 1, 6, 0, 0, TimeSpan.Zero), 2),
                TestContext.Current.CancellationToken);
            return Encoding.UTF8.GetString(output.ToArray());
        }
    }
}
