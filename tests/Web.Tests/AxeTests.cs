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

    [Theory]
    [InlineData("light", 390)]
    [InlineData("light", 1024)]
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    [InlineData("dark", 1024)]
    [InlineData("dark", 1440)]
    public async Task Axe_finds_nothing_on_any_page(string scheme, int width)
    {
        await using var browser = await OpenAsync(scheme, width);
        var found = new List<string>();
        foreach (var page in Pages)
        {
            await GoAsync(browser, page);
            if (page.StartsWith("/sql", StringComparison.Ordinal))
            {
                await browser.EvaluateAsync("document.getElementById('run').click()");
                await browser.WaitAsync("document.querySelector('#statistics')?.textContent.includes('scanned')");
            }

            found.AddRange(await browser.ViolationsAsync());
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("light", 390)]
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    [InlineData("dark", 1440)]
    public async Task Axe_finds_nothing_in_what_opens_above_a_page(string scheme, int width)
    {
        await using var browser = await OpenAsync(scheme, width);
        var found = new List<string>();
        foreach (var (page, open, isOpen) in new[]
        {
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
        })
        {
            await GoAsync(browser, page);
            await browser.EvaluateAsync(open);
            await browser.WaitAsync(isOpen);
            found.AddRange((await browser.ViolationsAsync()).Select(one => $"{open}: {one}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(browser.Errors);
    }

    static async Task<Chromium> OpenAsync(string scheme, int width)
    {
        var browser = await Chromium.StartAsync();
        await browser.PreferAsync(scheme);
        await browser.ResizeAsync(width, 900);
        return browser;
    }

    async Task GoAsync(Chromium browser, string page)
    {
        await browser.GoAsync(new Uri(stack.Url, $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}range=all"));
        await browser.WaitAsync(Chromium.Settled);
        Assert.DoesNotContain("broken", await browser.TextAsync("document.title"), StringComparison.Ordinal);
    }
}
