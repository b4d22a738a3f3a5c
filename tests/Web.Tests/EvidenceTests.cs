using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Web.Findings;

namespace Web.Tests;

/// <summary>The evidence of every finding on the page Records.</summary>
public sealed class EvidenceTests(IncidentStack stack) : IClassFixture<IncidentStack>
{
    public static TheoryData<string> Names => [.. Finding.All.Select(finding => finding.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_records_page_shows_the_records_of_a_finding(string name)
    {
        var finding = await GetAsync($"/api/findings/{name}?range=all");
        var rows = finding["rows"]!.AsArray();

        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var records = await GetAsync($"/api/records?limit=1&{row!.AsArray()[^1]}");
            Assert.Equal(row[6]!.ToString(), records["total"]!.GetValue<long>().ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task A_click_on_the_evidence_opens_the_records_with_their_SQL()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(stack.Url, "/findings?range=all"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('#beaconing tbody a[href^=\"/records\"]')");
        var expected = await browser.TextAsync("document.querySelector('#beaconing tbody a[href^=\"/records\"]').textContent");
        await browser.EvaluateAsync("document.querySelector('#beaconing tbody a[href^=\"/records\"]').click()");
        await browser.WaitAsync($"location.pathname === '/records' && {Chromium.Settled} && "
            + $"document.querySelector('.recordhead .lead')?.textContent.startsWith('{expected} records')");
        Assert.Contains("srcaddr =", await browser.TextAsync(
            "new URL(document.querySelector('.recordtools a[data-key=sql]').href).searchParams.get('sql')"), StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_click_on_a_port_of_a_finding_filters_the_overview()
    {
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(stack.Url, "/findings?range=all"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('#outside-dns a.include.port')");
        await browser.EvaluateAsync("document.querySelector('#outside-dns a.include.port').click()");
        await browser.WaitAsync($"location.pathname === '/' && {Chromium.Settled}");
        Assert.Equal("?range=all&port=53", await browser.TextAsync("location.search"));
    }

    async Task<JsonObject> GetAsync(string path) =>
        (await stack.Client.GetFromJsonAsync<JsonObject>(path, TestContext.Current.CancellationToken))!;
}
