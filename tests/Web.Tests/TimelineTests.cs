using System.Globalization;
using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>A spike of rejects in four hours of traffic, selected with mouse and keyboard.</summary>
public sealed class TimelineTests(TimelineTests.SpikeRecords served) : IClassFixture<TimelineTests.SpikeRecords>, IAsyncLifetime
{
    const int Hours = 4;
    const int BucketSeconds = 300;

    static readonly string Template = Path.Combine(AppContext.BaseDirectory, "template.yaml");

    static readonly DateTimeOffset Start = new(2026, 11, 25, 18, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Spike = new(2026, 11, 25, 20, 10, 0, TimeSpan.Zero);

    Chromium _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        await OpenAsync(served.Stack.Url);
    }

    [Fact]
    public async Task Dragging_over_the_bar_of_the_spike_selects_its_bucket()
    {
        var (left, right, middle) = await BarAsync(Spike);
        await _browser.DragAsync((left, middle), (right, middle));

        await ShowsTheSpikeAsync();
    }

    [Fact]
    public async Task A_click_on_the_spike_selects_its_bucket_and_a_double_click_undoes_it()
    {
        var (left, right, middle) = await BarAsync(Spike);
        await _browser.Page.Mouse.ClickAsync((left + right) / 2, middle);
        await ShowsTheSpikeAsync();

        var (first, _, height) = await BarAsync(Spike, span: 1, from: Spike, seconds: BucketSeconds);
        await _browser.Page.Mouse.ClickAsync(first + 50, height);
        await _browser.Page.Mouse.ClickAsync(first + 50, height);
        await _browser.WaitAsync("!location.search.includes('from=')");
        await _browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.tiles .rejected .detail').textContent === '3,540 records'");
    }

    [Fact]
    public async Task A_release_outside_the_plot_selects_up_to_its_edge()
    {
        var (left, _, middle) = await BarAsync(Spike);
        await _browser.DragAsync((left, middle), (5000, middle + 200));

        await _browser.WaitAsync($"{Chromium.Settled} && location.search.includes('from=')");
        Assert.Equal((Spike, Start.AddHours(Hours)), await RangeAsync());

        await OpenAsync(served.Stack.Url);
        await _browser.DragAsync((left, middle), (0, 0));
        await _browser.WaitAsync($"{Chromium.Settled} && location.search.includes('from=')");
        Assert.Equal((Start, Spike), await RangeAsync());
    }

    [Fact]
    public async Task Escape_cancels_a_drag()
    {
        var (left, right, middle) = await BarAsync(Spike);
        await _browser.DragAsync((left, middle), (right + 100, middle), keyBeforeRelease: "Escape");

        Assert.Equal("?range=all", await _browser.TextAsync("location.search"));
        Assert.True((await _browser.EvaluateAsync("document.querySelector('.choice').hidden"))!.GetValue<bool>());
    }

    [Fact]
    public async Task The_keyboard_selects_a_bucket()
    {
        await _browser.EvaluateAsync("document.querySelector('.plot').focus()");
        await _browser.PressAsync("Home");
        for (var i = 0; i < (Spike - Start).TotalSeconds / BucketSeconds; i++)
            await _browser.PressAsync("ArrowRight");
        Assert.Contains("20:10", await _browser.TextAsync("document.querySelector('.tip').textContent"), StringComparison.Ordinal);
        Assert.Contains("20:10", await _browser.TextAsync("document.querySelector('.timeline .moment').textContent"),
            StringComparison.Ordinal);
        await _browser.PressAsync("Enter");

        await ShowsTheSpikeAsync();
    }

    [Fact]
    public async Task A_finger_selects_the_bucket_too()
    {
        var (left, right, middle) = await BarAsync(Spike);
        var touch = _browser.Page.Touchscreen;
        await touch.TouchStartAsync(left + 1, middle);
        await touch.TouchMoveAsync(((left + right) / 2) + 1, middle);
        await touch.TouchMoveAsync(right, middle);
        await touch.TouchEndAsync();
        await ShowsTheSpikeAsync();

        await OpenAsync(served.Stack.Url);
        await touch.TapAsync((left + right) / 2, middle);
        await ShowsTheSpikeAsync();
    }

    [Fact]
    public async Task Back_forward_and_reload_show_the_same_time()
    {
        var (left, right, middle) = await BarAsync(Spike);
        await _browser.DragAsync((left, middle), (right, middle));
        await ShowsTheSpikeAsync();

        await _browser.EvaluateAsync("history.back()");
        await _browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.tiles .rejected .detail').textContent === '3,540 records'");
        await _browser.EvaluateAsync("history.forward()");
        await ShowsTheSpikeAsync();
        await _browser.Page.ReloadAsync();
        await ShowsTheSpikeAsync();

        // Earlier, then zoomed out: five minutes around the previous bucket.
        await _browser.PressAsync("[");
        await _browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.tiles .rejected .detail').textContent === '55 records'");
        Assert.Equal((Spike.AddMinutes(-5), Spike), await RangeAsync());
        await _browser.PressAsync("-");
        await _browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.tiles .rejected .detail').textContent !== '55 records'");
        Assert.Equal((Spike.AddSeconds(-450), Spike.AddSeconds(150)), await RangeAsync());
    }

    [Fact]
    public async Task The_page_keeps_its_content_while_the_server_is_away()
    {
        var server = await ServedStack.ServeAsync(served.Stack.DataFolder, Template);
        await OpenAsync(server.Url);
        await _browser.WaitAsync("document.querySelector('#live').textContent === 'live'");
        await _browser.EvaluateAsync("window.stays = true");
        await server.DisposeAsync();
        await _browser.WaitAsync("!document.querySelector('#disconnected').hidden");
        await _browser.PressAsync("[");
        Assert.Contains("3,540 records", await _browser.TextAsync("document.querySelector('main').textContent"), StringComparison.Ordinal);
        Assert.Equal(0, (await _browser.EvaluateAsync("document.querySelectorAll('.failure').length"))!.GetValue<int>());

        await _browser.EvaluateAsync("history.back()");
        await using var again = await ServedStack.ServeAsync(served.Stack.DataFolder, Template, server.Url.Port);
        await _browser.WaitAsync($"document.querySelector('#disconnected').hidden && document.querySelector('#live').textContent === "
            + $"'live' && {Chromium.Settled}");
        Assert.True((await _browser.EvaluateAsync("window.stays"))!.GetValue<bool>());
    }

    public ValueTask DisposeAsync() => _browser?.DisposeAsync() ?? ValueTask.CompletedTask;

    async Task OpenAsync(Uri server)
    {
        await _browser.GoAsync(new Uri(server, "/?range=all"));
        await _browser.WaitAsync(Chromium.Settled);
    }

    async Task ShowsTheSpikeAsync()
    {
        await _browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.tiles .rejected .detail').textContent === '955 records'");
        Assert.Equal((Spike, Spike.AddSeconds(BucketSeconds)), await RangeAsync());
    }

    async Task<(DateTimeOffset From, DateTimeOffset To)> RangeAsync()
    {
        var range = JsonNode.Parse(await _browser.TextAsync("JSON.stringify(Object.fromEntries(new URLSearchParams(location.search)))"))!;
        return (Time("from"), Time("to"));

        DateTimeOffset Time(string name) =>
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(range[name]!.ToString(), CultureInfo.InvariantCulture));
    }

    // Returns the place of a bucket's bar on the screen.
    async Task<(decimal Left, decimal Right, decimal Middle)> BarAsync(DateTimeOffset time, int span = BucketSeconds,
        DateTimeOffset? from = null, int seconds = Hours * 3600)
    {
        var box = (await _browser.EvaluateAsync(
            "(() => { const box = document.querySelector('.timeline .u-over').getBoundingClientRect(); return [box.x, box.y, box.width, "
            + "box.height]; })()"))!.AsArray()
            .Select(number => number!.GetValue<decimal>()).ToArray();
        var begin = from ?? Start;
        return (X(time), X(time.AddSeconds(span)), box[1] + (box[3] / 2));

        decimal X(DateTimeOffset moment) => box[0] + (box[2] * (decimal)(moment - begin).TotalSeconds / seconds);
    }

    /// <summary>Eleven rejects a minute, and 900 more from 20:13 to 20:14: 955 in the bucket of the spike.</summary>
    public sealed class SpikeRecords : ServedRecords
    {
        protected override IEnumerable<string> Records =>
        [
            .. Enumerable.Range(0, Hours * 60)
                .SelectMany(minute => Enumerable.Range(0, 11).Select(i => Reject(Start.AddMinutes(minute).AddSeconds(5 * i), i))),
            .. Enumerable.Range(0, 900).Select(i => Reject(Spike.AddMinutes(3).AddSeconds(i % 60), i)),
        ];

        static string Reject(DateTimeOffset time, int i) =>
            RecordsStack.Record(time, $"203.0.113.{i % 250}", "10.0.1.20", 20_000 + i, 22, "REJECT");
    }
}
