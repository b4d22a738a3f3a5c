namespace Web.Tests;

/// <summary>Local time in a browser of Berlin, on the night in which daylight saving time ends: 03:00 UTC+2 is 02:00 UTC+1.</summary>
public sealed class ZoneTests(ZoneTests.Night served) : IClassFixture<ZoneTests.Night>, IAsyncLifetime
{
    // 01:00 UTC is the moment of the change.
    static readonly DateTimeOffset Start = new(2026, 10, 24, 20, 0, 0, TimeSpan.Zero);

    readonly RecordsStack _stack = served.Stack;
    Chromium _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        await _browser.Page.EmulateTimezoneAsync("Europe/Berlin");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/records")]
    [InlineData("/dashboard")]
    [InlineData("/findings")]
    [InlineData("/changes")]
    [InlineData("/map")]
    public async Task Each_page_names_the_time_in_the_chosen_zone(string page)
    {
        await OpenAsync($"{page}?{Range(Start, Start.AddHours(12))}");
        await _browser.WaitAsync("document.querySelector('main').textContent.includes('2026-10-24 20:00 – 2026-10-25 08:00 UTC')");

        await _browser.EvaluateAsync("document.getElementById('zone').click()");
        await _browser.WaitAsync(
            $"{Chromium.Settled} && document.querySelector('main').textContent.includes('2026-10-24 22:00 – 2026-10-25 09:00 UTC+2/+1')");
        Assert.Equal("local", await _browser.TextAsync("new URLSearchParams(location.search).get('tz')"));
        Assert.Empty(_browser.Errors);
    }

    [Fact]
    public async Task Before_and_after_the_change_the_zone_differs()
    {
        await OpenAsync($"/?tz=local&{Range(Start, Start.AddHours(2))}");
        Assert.Equal("2026-10-24 22:00 – 2026-10-25 00:00 UTC+2, per minute", await LeadAsync());

        await OpenAsync($"/?tz=local&{Range(Start.AddHours(6), Start.AddHours(8))}");
        Assert.Equal("2026-10-25 03:00 – 05:00 UTC+1, per minute", await LeadAsync());
    }

    [Fact]
    public async Task Ticks_are_at_round_local_times_before_and_after_the_change()
    {
        await OpenAsync($"/?tz=local&{Range(Start, Start.AddHours(12))}");
        var ticks = (await _browser.EvaluateAsync("""
            (async () => {
              const { timeTicks } = await import('/chart.js');
              const { clock } = await import('/format.js');
              const [from, to] = ['from', 'to'].map(name => Number(new URLSearchParams(location.search).get(name)));
              return timeTicks(undefined, 0, from, to, 7200).map(clock);
            })()
            """))!.AsArray().Select(tick => tick!.ToString());

        Assert.Equal(["22:00", "00:00", "02:00", "04:00", "06:00", "08:00"], ticks);
    }

    [Fact]
    public async Task A_chosen_local_time_selects_its_records()
    {
        await OpenAsync($"/records?tz=local&{Range(Start.AddHours(6), Start.AddHours(8))}");
        await _browser.EvaluateAsync("""
            (() => {
              const range = document.getElementById('range');
              range.value = 'pick';
              range.dispatchEvent(new Event('change'));
              const [from, to] = document.querySelectorAll('#picker input');
              from.value = '2026-10-25T03:30';
              to.value = '2026-10-25T04:00';
              document.querySelector('#picker button.primary').click();
            })()
            """);
        await _browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.recordhead .lead')?.textContent.startsWith('30 records')");
        Assert.Equal($"{Start.AddMinutes(390).ToUnixTimeSeconds()}",
            await _browser.TextAsync("new URLSearchParams(location.search).get('from')"));
    }

    async Task OpenAsync(string path)
    {
        await _browser.GoAsync(new Uri(_stack.Url, path));
        await _browser.WaitAsync(Chromium.Settled);
    }

    Task<string> LeadAsync() => _browser.TextAsync("document.querySelector('.lead').textContent");

    static string Range(DateTimeOffset from, DateTimeOffset to) =>
        FormattableString.Invariant($"from={from.ToUnixTimeSeconds()}&to={to.ToUnixTimeSeconds()}");

    public sealed class Night : ServedRecords
    {
        protected override IEnumerable<string> Records => Enumerable.Range(0, 12 * 60).Select(minute =>
            RecordsStack.Record(Start.AddMinutes(minute), "198.51.100.7", "10.0.1.20", 40_000, 443));
    }
}
