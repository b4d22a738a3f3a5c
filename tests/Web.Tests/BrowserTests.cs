using System.Globalization;
using System.Text.Json.Nodes;
using Tool.Traffic;

namespace Web.Tests;

/// <summary>Tests the pages in a real browser.</summary>
public sealed class BrowserTests(ServedStack stack)
{
    const string QueryRan = "document.querySelector('#statistics')?.textContent.includes('scanned')";

    static readonly string[] Pages = ["/", "/records", "/dashboard", "/findings", "/changes", "/map", "/entity", "/sql"];

    [Fact]
    public async Task No_page_has_an_error_or_requests_another_host()
    {
        await using var browser = await Chromium.StartAsync();
        foreach (var page in Pages)
            await OpenAsync(browser, $"{page}?range=all");

        Assert.Empty(browser.Errors);
        Assert.NotEmpty(browser.Requests);
        Assert.All(browser.Requests.Where(url => url != "about:blank"), url =>
            Assert.StartsWith(stack.Url.ToString(), url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_shows_the_numbers_that_the_commands_print()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/dashboard?range=all");
        var now = await browser.EvaluateAsync("document.querySelector('.values dd').title");
        var metrics = JsonNode.Parse(await FlowLogsCommand.RunAsync("metrics", "--data", stack.DataFolder, "--metric", "RejectedTcpPackets",
            "--output", "json"))!.AsArray();
        Assert.EndsWith($": {metrics.Last()!["value"]!.GetValue<double>().ToString("N0", CultureInfo.InvariantCulture)}", now!.ToString(),
            StringComparison.Ordinal);

        await OpenAsync(browser, "/?range=all");
        Assert.Equal("12,003 records", (await browser.EvaluateAsync("document.querySelector('.tiles .detail').textContent"))!.ToString());
        var top = await FlowLogsCommand.RunAsync("query", "--data", stack.DataFolder, "--output", "csv",
            "SELECT srcaddr, sum(bytes) AS b FROM flow_logs WHERE srcaddr IS NOT NULL GROUP BY 1 ORDER BY b DESC, 1 LIMIT 1");
        var shown = await browser.EvaluateAsync(
            "[...document.querySelectorAll('section[aria-label^=\"Top talkers\"] tbody tr')].map(row => "
            + "row.querySelector('a').textContent + ',' + row.querySelector('.number[title]').title.replace(/\\D/g, ''))[0]");
        Assert.Equal(top.Split('\n')[1], shown!.ToString());
    }

    [Fact]
    public async Task The_window_of_the_totals_is_marked_as_partial_until_it_ends()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/dashboard?range=all");
        Assert.EndsWith(", partial", await browser.TextAsync("document.querySelector('.values .detail').textContent"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_click_on_a_value_filters_every_panel_and_changes_the_address()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/?range=all");
        await browser.EvaluateAsync("document.querySelector('section[aria-label=\"Top rejected ports\"] a.port').click()");
        await browser.WaitAsync("document.querySelectorAll('section[aria-label=\"Top rejected ports\"] tbody tr').length <= 2 && "
            + "document.querySelector('.chip')");
        Assert.Contains("port=", (await browser.EvaluateAsync("location.search"))!.ToString(), StringComparison.Ordinal);
        Assert.Contains("range=all", (await browser.EvaluateAsync("location.search"))!.ToString(), StringComparison.Ordinal);

        await browser.EvaluateAsync("document.querySelector('.chip .remove').click()");
        await browser.WaitAsync("document.querySelectorAll('section[aria-label=\"Top rejected ports\"] tbody tr').length > 2");
        await browser.EvaluateAsync("history.back()");
        await browser.WaitAsync("document.querySelector('.chip') && document.querySelectorAll('section[aria-label=\"Top rejected ports\"] "
            + "tbody tr').length <= 2");
    }

    [Fact]
    public async Task The_editor_runs_by_keyboard_and_shows_the_partitions_read()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/sql");
        await browser.Page.ClickAsync("#sql");
        await browser.Page.Keyboard.DownAsync("Control");
        await browser.PressAsync("a");
        await browser.Page.Keyboard.UpAsync("Control");
        await browser.Page.Keyboard.SendCharacterAsync("SELECT count(*) AS n FROM flow_logs WHERE day = '01' AND hour = '08'");
        await browser.Page.Keyboard.DownAsync("Control");
        await browser.PressAsync("Enter");
        await browser.Page.Keyboard.UpAsync("Control");
        await browser.WaitAsync(QueryRan);

        Assert.Equal(1, (await browser.EvaluateAsync("document.querySelectorAll('td.read').length"))!.GetValue<int>());
        Assert.False((await browser.EvaluateAsync("document.getElementById('csv').disabled"))!.GetValue<bool>());

        await browser.WaitAsync("location.search.includes('day')");
        await OpenAsync(browser, $"/sql?sql={Uri.EscapeDataString("COPY flow_logs TO '/tmp/x'")}");
        await browser.EvaluateAsync("document.getElementById('run').click()");
        await browser.WaitAsync("document.querySelector('#result [role=alert]')");
        Assert.True((await browser.EvaluateAsync("document.getElementById('csv').disabled"))!.GetValue<bool>());
    }

    [Fact]
    public async Task A_hostile_record_is_shown_as_text_on_every_page()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/dashboard?range=all");
        Assert.Equal(ServedStack.Script,
            (await browser.EvaluateAsync("document.querySelector('section[aria-label=\"Top rejected sources\"] tbody "
            + "a.include').textContent"))!.ToString());
        await OpenAsync(browser, $"/?range=all&eni={ServedStack.LongName}");
        await OpenAsync(browser, $"/?range=all&src={Uri.EscapeDataString($"\"{ServedStack.Script}\"")}");
        await OpenAsync(browser, $"/sql?sql={Uri.EscapeDataString("SELECT * FROM flow_logs WHERE packets >= 500 AND action = 'REJECT'")}");
        await browser.EvaluateAsync("document.getElementById('run').click()");
        await browser.WaitAsync(QueryRan);

        Assert.Equal(0, (await browser.EvaluateAsync("document.querySelectorAll('body script').length"))!.GetValue<int>());
        Assert.Equal("SQL · Flow logs", (await browser.EvaluateAsync("document.title"))!.ToString());
        Assert.True((await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"))!.GetValue<bool>());
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task New_records_appear_without_a_reload()
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-live-").FullName;
        await using var server = await ServedStack.ServeAsync(folder, stack.TemplateFile);
        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(server.Url, "/?range=all"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('#live').textContent === 'live' && document.querySelector('#about "
            + $"code')");
        await browser.EvaluateAsync("window.stays = true");
        Assert.Contains("No matching records", (await browser.EvaluateAsync("document.querySelector('main').textContent"))!.ToString(),
            StringComparison.Ordinal);

        var file = $"{folder}.log";
        await File.WriteAllTextAsync(file, "2 123456789010 eni-1 203.0.113.9 10.0.0.5 4242 22 6 7 420 1793530000 1793530060 REJECT OK\n",
            TestContext.Current.CancellationToken);
        await FlowLogsCommand.RunAsync("run", "--data", folder, file);

        await browser.WaitAsync(
            "document.querySelector('section[aria-label=\"Top rejected sources\"]').textContent.includes('203.0.113.9')");
        Assert.True((await browser.EvaluateAsync("window.stays"))!.GetValue<bool>());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_chart_has_the_colours_of_its_legend_in_both_themes()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/dashboard?range=all");
        var seen = new HashSet<string>();
        foreach (var scheme in new[] { "light", "dark" })
        {
            await browser.PreferAsync(scheme);
            // The area below a line has its colour at 40 percent.
            await browser.WaitAsync("""
                (() => {
                  const widget = document.querySelector('section[aria-label="Rejected Packets per Protocol"]');
                  const colour = getComputedStyle(widget.querySelector('.legend .swatch')).backgroundColor.match(/\d+/g).map(Number);
                  const canvas = widget.querySelector('canvas');
                  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  const drawn = alpha => {
                    let count = 0;
                    for (let i = 0; i < data.length; i += 4)
                      if (Math.abs(data[i + 3] - alpha) < 2 && colour.every((part, c) => Math.abs(data[i + c] - part) < 4)) count++;
                    return count;
                  };
                  return drawn(255) > 20 && drawn(102) > 200;
                })()
                """);
            Assert.True(seen.Add((await browser.EvaluateAsync(
                "getComputedStyle(document.querySelector('.legend .swatch')).backgroundColor"))!.ToString()));
        }
    }

    [Fact]
    public async Task Records_are_sorted_scrolled_and_opened_with_a_constant_number_of_elements()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/records?range=all&sort=bytes&dir=desc");
        var expected = (await stack.QueryAsync("SELECT max(bytes) AS most FROM flow_logs")).Body["rows"]![0]![0]!.ToString();
        Assert.Equal(expected, (await browser.TextAsync(
            "document.querySelector('table.records tr.current, table.records tbody tr:not(.space)').children[7].textContent"))
            .Replace(",", "", StringComparison.Ordinal));
        var elements = (await browser.EvaluateAsync("document.querySelectorAll('*').length"))!.GetValue<int>();

        await browser.EvaluateAsync("document.querySelector('.recordview .scroll').scrollTop = 1e9");
        await browser.WaitAsync("[...document.querySelectorAll('table.records tbody "
            + "tr:not(.space)')].at(-1).getAttribute('aria-rowindex') === '12004' && !document.querySelector('tr.coming')");
        Assert.InRange((await browser.EvaluateAsync("document.querySelectorAll('*').length"))!.GetValue<int>(), elements / 2,
            elements * 3 / 2);

        await browser.EvaluateAsync("document.querySelector('.recordview .scroll').focus()");
        await browser.PressAsync("ArrowDown");
        await browser.PressAsync("Enter");
        await browser.WaitAsync("!document.querySelector('aside.detail').hidden && "
            + "document.querySelector('aside.detail').textContent.includes('Source address')");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_question_mark_lists_the_keys()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/?range=all");
        await browser.Page.Keyboard.PressAsync("?");
        await browser.WaitAsync("document.querySelector('#keys').open && document.querySelector('#keys').textContent.includes('Zoom out')");
        await browser.PressAsync("Escape");
        await browser.PressAsync("2");
        await browser.WaitAsync($"location.pathname === '/records' && {Chromium.Settled}");
        await browser.PressAsync("/");
        await browser.Page.Keyboard.TypeAsync("src:10.0.0.0/8 -port:ssh");
        await browser.PressAsync("Enter");
        await browser.WaitAsync("document.querySelectorAll('.chip').length === 2");
        Assert.Equal("?range=all&src=10.0.0.0/8&port=!ssh", await browser.TextAsync("location.search"));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1280)]
    [InlineData(3840)]
    public async Task No_page_is_wider_than_the_window(int width)
    {
        await using var browser = await Chromium.StartAsync();
        await browser.ResizeAsync(width, 900);
        foreach (var page in Pages)
        {
            await OpenAsync(browser, $"{page}?range=all{(page == "/entity" ? "&addr=10.0.1.0/24" : "")}");
            Assert.True((await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth"))!.GetValue<bool>(), page);
        }
    }

    [Fact]
    public async Task A_chart_has_arrow_keys_and_a_table_view()
    {
        await using var browser = await Chromium.StartAsync();
        await OpenAsync(browser, "/?range=all");
        await browser.EvaluateAsync("document.querySelector('.plot').focus()");
        await browser.PressAsync("Home");
        await browser.WaitAsync("document.querySelector('[aria-live]').textContent.startsWith('2026-11-01 ')");
        await browser.EvaluateAsync("[...document.querySelectorAll('.timeline button')].find(button => button.textContent === "
            + "'Table').click()");
        await browser.WaitAsync("document.querySelectorAll('.timeline tbody tr').length > 10");
    }

    /// <summary>Writes the pictures of docs/images if FLOWLOGS_SCREENSHOTS names a folder, as docs/screenshots does.</summary>
    [Fact]
    public async Task Screenshots_are_taken_on_request()
    {
        var folder = Environment.GetEnvironmentVariable("FLOWLOGS_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder),
            "FLOWLOGS_SCREENSHOTS names no folder; docs/screenshots takes the pictures of the docs.");
        Directory.CreateDirectory(folder);
        var data = Directory.CreateTempSubdirectory("flowlogs-pictures-").FullName;
        var flows = $"{data}.log";
        // Five days, so that there is a band of earlier days, with incidents on the last one.
        await File.WriteAllTextAsync(flows, await FlowLogsCommand.RunAsync("generate", "--records", "150000", "--seed", "1", "--hours",
            "120", "--start", "2026-11-01T00:00", "--incident", "all"), TestContext.Current.CancellationToken);
        await FlowLogsCommand.RunAsync("run", "--data", data, flows);
        File.Delete(flows);
        await File.WriteAllLinesAsync(Path.Combine(data, NameList.FileName), TrafficGenerator.Names, TestContext.Current.CancellationToken);
        await using var server = await ServedStack.ServeAsync(data, stack.TemplateFile);
        await using var browser = await Chromium.StartAsync();
        foreach (var (width, height, pages) in new[] { (1280, 800, Pages), (390, 760, ["/", "/findings"]) })
        {
            await browser.ResizeAsync(width, height);
            foreach (var scheme in new[] { "light", "dark" })
            {
                await browser.PreferAsync(scheme);
                foreach (var page in pages)
                {
                    await browser.GoAsync(new Uri(server.Url, page == "/entity" ? "/entity?addr=10.0.1.0/24" : page));
                    await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('#live').textContent === 'live' && "
                        + $"document.querySelector('#about code')");
                    await browser.EvaluateAsync("document.querySelectorAll('#about code')[0].textContent = 'flowlogs-data'");
                    if (page == "/")
                        await browser.WaitAsync("/^\\d/.test(document.querySelector('.tiles .open dd').textContent)");
                    if (page == "/sql")
                    {
                        await browser.EvaluateAsync("[...document.querySelectorAll('.named button')].find(one => "
                            + "one.textContent.includes('protocol')).click()");
                        await browser.WaitAsync(QueryRan);
                        await browser.EvaluateAsync("document.activeElement.blur()");
                    }

                    var name = $"{(page == "/" ? "overview" : page[1..])}-{scheme}{(width < 1000 ? "-narrow" : "")}.png";
                    await File.WriteAllBytesAsync(Path.Combine(folder, name), await browser.ScreenshotAsync(),
                        TestContext.Current.CancellationToken);
                }
            }
        }

        Directory.Delete(data, recursive: true);
    }

    async Task OpenAsync(Chromium browser, string path)
    {
        await browser.GoAsync(new Uri(stack.Url, path));
        await browser.WaitAsync(Chromium.Settled);
    }
}
