using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>Five days with ten records an hour, and twice as many on the last day: what the pages compare.</summary>
public sealed class BaselineTests(BaselineTests.FiveDays served) : IClassFixture<BaselineTests.FiveDays>
{
    static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly string FirstDay = Range(0);
    static readonly string LastDay = Range(4);

    readonly RecordsStack _stack = served.Stack;

    [Fact]
    public async Task Totals_are_compared_with_the_day_before_and_the_same_hours()
    {
        var answer = await _stack.GetAsync($"/api/changes?{LastDay}");

        Assert.Equal((480, 240), (Number(answer["now"]!["records"]), Number(answer["previous"]!["records"])));
        Assert.Equal((96, 48), (Number(answer["now"]!["rejected"]), Number(answer["previous"]!["rejected"])));
        Assert.Equal(4, Number(answer["days"]));
        Assert.Equal("[240,240,240]", answer["usual"]!["records"]!.ToJsonString());
        var buckets = answer["measures"]!["records"]!.AsArray();
        Assert.Equal(480, buckets.Sum(bucket => Number(bucket![1])));
        Assert.Equal(240, buckets.Sum(bucket => Number(bucket![3])));
        Assert.All(buckets, bucket => Assert.Equal(Number(bucket![2]), Number(bucket[4])));
    }

    [Fact]
    public async Task Without_an_earlier_period_nothing_is_compared()
    {
        var answer = await _stack.GetAsync($"/api/changes?{FirstDay}");

        Assert.Null(answer["previous"]);
        Assert.Equal(0, Number(answer["days"]));
        Assert.Null(answer["usual"]!["records"]);
        Assert.All(answer["measures"]!["records"]!.AsArray(), bucket => Assert.Equal(2, bucket!.AsArray().Count));
        Assert.NotNull((await _stack.GetAsync($"/api/changes/sources?{FirstDay}"))["none"]);
    }

    [Theory]
    [InlineData("sources", "198.51.100.99")]
    [InlineData("ports", "3389")]
    [InlineData("pairs", "198.51.100.99 10.0.1.20")]
    [InlineData("interfaces", null)]
    [InlineData("services", "10.0.1.20 3389")]
    public async Task What_the_period_before_had_not_is_new(string kind, string? expected)
    {
        var rows = (await _stack.GetAsync($"/api/changes/{kind}?{LastDay}"))["rows"]!.AsArray();

        Assert.Equal(expected is null ? [] : [expected], rows.Select(row => string.Join(' ', row!.AsArray().SkipLast(3))));
    }

    [Fact]
    public async Task The_overview_shows_the_change_and_the_band()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(_stack.Url, $"/?{LastDay}"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.tiles .change')?.textContent.includes('%')");

        Assert.Equal("+100 % from 240", await browser.TextAsync("document.querySelector('.tiles .records .change').textContent"));
        Assert.Equal("usual 240 (240–240)",
            await browser.TextAsync("document.querySelectorAll('.tiles .records .detail')[2].textContent"));
        Assert.Contains("Same time on the 4 days before",
            await browser.TextAsync("document.querySelector('.timeline .legend').textContent"), StringComparison.Ordinal);
        await browser.EvaluateAsync("document.querySelector('.timeline .plot').focus()");
        await browser.PressAsync("Home");
        Assert.Contains("Same time on the 4 days before", await browser.TextAsync("document.querySelector('.timeline .tip').textContent"),
            StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_overview_says_that_there_is_no_earlier_data()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(_stack.Url, $"/?{FirstDay}"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.tiles .records .change').textContent === 'no earlier data'");

        Assert.Contains("No earlier data for a band", await browser.TextAsync("document.querySelector('.timeline .notes').textContent"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_counts_open_findings_without_the_muted()
    {
        var answer = await _stack.GetAsync($"/api/findings/open?{LastDay}");
        var open = answer["open"]!.AsObject().Sum(severity => Number(severity.Value));
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(_stack.Url, $"/?{LastDay}"));
        await browser.WaitAsync($"document.querySelector('.tiles .open dd a')?.textContent === '{open}'");

        await File.WriteAllTextAsync(Path.Combine(_stack.DataFolder, Findings.MutedFindings.FileName), "* * always Known\n",
            TestContext.Current.CancellationToken);
        var muted = await _stack.GetAsync($"/api/findings/open?{LastDay}");
        Assert.InRange(open, 1, 100);
        Assert.Equal(0, muted["open"]!.AsObject().Sum(severity => Number(severity.Value)));
    }

    static string Range(int day) => FormattableString.Invariant(
        $"from={Start.AddDays(day).ToUnixTimeSeconds()}&to={Start.AddDays(day + 1).ToUnixTimeSeconds()}");

    static long Number(JsonNode? node) => (long)node!.GetValue<double>();

    public sealed class FiveDays : ServedRecords
    {
        protected override IEnumerable<string> Records =>
            from hour in Enumerable.Range(0, 5 * 24)
            from i in Enumerable.Range(0, hour < 4 * 24 ? 10 : 20)
            let isNew = i == 19
            select RecordsStack.Record(Start.AddHours(hour).AddMinutes(i), isNew ? "198.51.100.99" : "198.51.100.7", "10.0.1.20",
                40_000 + i, isNew ? 3389 : 443, i % 5 == 0 ? "REJECT" : "ACCEPT");
    }
}
