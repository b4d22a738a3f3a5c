namespace Web.Tests;

/// <summary>What axe, a checker of accessibility, finds on every page, and on the parts that open above a page.</summary>
public sealed class AxeTests(LabelledStack stack) : IClassFixture<LabelledStack>
{
    static readonly string[] Pages =
    [
        "/", "/?proto=6&port=!22", "/records", "/records?eni=eni-0bb", "/records?sort=packets", "/dashboard", "/findings", "/changes",
        "/map", "/map?open=10.0.1.0/24", "/entity", "/entity?addr=10.0.1.0/24", "/entity?addr=192.0.2.9", "/entity?eni=eni-0bb",
        "/sql?sql=SELECT * FROM flow_logs WHERE packets >= 60000",
    ];

    static readonly (string Scheme, int Width)[] Looks =
        [("light", 390), ("light", 1024), ("light", 1440), ("dark", 1440)];

    static readonly (string Page, string Open, string IsOpen)[] Parts =
    [
        ("/records?eni=eni-0bb", "document.querySelector('table.records tbody tr:not(.space)').click()",
            "!document.querySelector('aside.detail').hidden"),
        ("/records", "document.querySelector('details.columns summary').click()", "document.querySelector('details.columns').open"),
        ("/", "document.querySelector('section[aria-label=\"Top rejected sources\"] a.records').click()",
            "document.querySelector('#drawer[open] table.records tbody tr:not(.space) a')"),
        ("/", "document.getElementById('help').click()", "document.querySelector('#keys').open"),
        ("/", "[...document.querySelectorAll('.timeline button')].find(one => one.textContent === 'Table').click()",
            "document.querySelector('.timeline tbody tr')"),
        ("/", "(() => { const box = document.getElementById('filter'); box.focus(); box.value = 'src:'; "
            + "box.dispatchEvent(new InputEvent('input', { bubbles: true })); })()", "document.querySelector('[role=option]')"),
        ("/", "(() => { const range = document.getElementById('range'); range.value = 'pick'; "
            + "range.dispatchEvent(new Event('change')); })()", "document.querySelector('dialog[open]')"),
    ];

    [Fact]
    public async Task Axe_finds_nothing_on_any_page()
    {
        await using var browser = await Chromium.StartAsync();
        var found = new List<string>();
        foreach (var page in Pages)
        {
            await GoAsync(browser, page);
            if (page.StartsWith("/sql", StringComparison.Ordinal))
            {
                await browser.EvaluateAsync("document.getElementById('run').click()");
                await browser.WaitAsync("document.querySelector('#statistics')?.textContent.includes('scanned')");
            }

            foreach (var (scheme, width) in Looks)
                found.AddRange(await ViolationsAsync(browser, scheme, width, Chromium.Settled));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Axe_finds_nothing_in_what_opens_above_a_page()
    {
        await using var browser = await Chromium.StartAsync();
        var found = new List<string>();
        foreach (var (page, open, isOpen) in Parts)
        {
            await GoAsync(browser, page);
            await browser.EvaluateAsync(open);
            foreach (var (scheme, width) in Looks.Where(look => look.Width != 1024))
                found.AddRange((await ViolationsAsync(browser, scheme, width, isOpen)).Select(one => $"{open}: {one}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(browser.Errors);
    }

    /// <summary>Returns what axe finds in a colour scheme, on a window of a width, once the page shows what is expected.</summary>
    static async Task<IEnumerable<string>> ViolationsAsync(Chromium browser, string scheme, int width, string expected)
    {
        await browser.PreferAsync(scheme);
        await browser.ResizeAsync(width, 900);
        await browser.WaitAsync($"({expected}) && document.getAnimations().length === 0");
        return (await browser.ViolationsAsync()).Select(one => $"{scheme}, {width}: {one}");
    }

    async Task GoAsync(Chromium browser, string page)
    {
        await browser.GoAsync(new Uri(stack.Url, $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}range=all"));
        await browser.WaitAsync(Chromium.Settled);
        Assert.DoesNotContain("broken", await browser.TextAsync("document.title"), StringComparison.Ordinal);
    }
}
