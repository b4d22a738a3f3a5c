namespace Web.Tests;

/// <summary>Uses the pages with keys alone: nothing is clicked, and focus moves only by keys.</summary>
public sealed class KeyboardTests(LabelledStack stack) : IClassFixture<LabelledStack>
{
    // More than any page has elements in the order of the Tab key.
    const int MostTabs = 2000;

    [Fact]
    public async Task Records_are_sorted_and_their_columns_chosen()
    {
        await using var browser = await OpenAsync("/records");

        await PressAtAsync(browser, "table.records [data-key='sort bytes']",
            "location.search.includes('sort=bytes') && location.search.includes('dir=desc')");
        await SettleAsync(browser);
        Assert.True(await IsAtAsync(browser, "[data-key='sort bytes']"));
        await browser.PressAsync("Enter");
        await browser.WaitAsync("location.search.includes('dir=asc')");
        await SettleAsync(browser);
        await browser.WaitAsync("document.querySelector('th[aria-sort=ascending]')?.textContent.startsWith('bytes')");

        await TabToAsync(browser, "details.columns summary", back: true);
        await browser.PressAsync("Enter");
        await PressAtAsync(browser, "[data-key='column account_id']",
            "[...document.querySelectorAll('table.records th')].some(head => head.textContent.startsWith('account_id'))", key: "Space");
        await SettleAsync(browser);
        Assert.True(await IsAtAsync(browser, "[data-key='column account_id']"));
        await PressAtAsync(browser, "[data-key='column srcaddr']",
            "![...document.querySelectorAll('table.records th')].some(head => head.textContent.startsWith('srcaddr'))", key: "Space");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Records_are_scrolled_to_both_ends_and_opened_copied_and_closed()
    {
        await using var browser = await OpenAsync("/records");
        await TabToAsync(browser, ".recordview .scroll");

        await browser.PressAsync("End");
        await browser.WaitAsync("document.querySelector('table.records tr.current')?.getAttribute('aria-rowindex') "
            + "=== document.querySelector('table.records').getAttribute('aria-rowcount')");
        await browser.PressAsync("Home");
        await browser.WaitAsync("document.querySelector('table.records tr.current')?.getAttribute('aria-rowindex') === '2'");
        await browser.PressAsync("PageDown");
        await browser.PressAsync("ArrowUp");
        await browser.PressAsync("Enter");
        await browser.WaitAsync("!document.querySelector('aside.detail').hidden");
        var heading = await browser.TextAsync("document.querySelector('aside.detail h2').textContent");
        await browser.PressAsync("ArrowDown");
        await browser.WaitAsync($"document.querySelector('aside.detail h2').textContent !== '{heading}'");

        // Once more goes into the record.
        await browser.PressAsync("Enter");
        await browser.WaitAsync("document.activeElement.textContent === 'Copy as JSON'");
        await browser.PressAsync("Enter");
        await browser.WaitAsync("/Copied|Not allowed here/.test(document.querySelector('aside.detail header').textContent)");
        await PressAtAsync(browser, "aside.detail button.copy",
            "/Copied|Not allowed here/.test(document.activeElement.textContent)", key: "Space");
        await browser.PressAsync("Escape");
        await browser.WaitAsync("document.querySelector('aside.detail').hidden && document.activeElement.matches('.recordview .scroll')");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_value_of_a_record_is_included_and_excluded()
    {
        await using var browser = await OpenAsync("/records?sort=bytes");

        await TabToAsync(browser, "table.records a.include.address");
        var address = await browser.TextAsync("document.activeElement.textContent");
        await browser.PressAsync("Enter");
        await browser.WaitAsync($"document.querySelector('.chip')?.textContent.includes('{address}')");
        await SettleAsync(browser);
        await TabToAsync(browser, "table.records a.exclude[aria-label^='Hide port']");
        Assert.Equal("1", await browser.TextAsync("getComputedStyle(document.activeElement).opacity"));
        await browser.PressAsync("Enter");
        await browser.WaitAsync("document.querySelectorAll('.chip').length === 2");
        await SettleAsync(browser);
        await PressAtAsync(browser, ".chip .remove", "document.querySelectorAll('.chip').length === 1", back: true);
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public async Task Downloads_and_the_SQL_of_records_are_links(string format)
    {
        await using var browser = await OpenAsync("/records?eni=eni-0bb");

        await TabToAsync(browser, $".downloads a[download$='.{format}']");
        await PressAtAsync(browser, ".recordtools [data-key='sql']", "location.pathname === '/sql'");
    }

    [Fact]
    public async Task A_finding_leads_to_its_records_its_addresses_and_its_SQL()
    {
        await using var browser = await OpenAsync("/findings");

        await TabToAsync(browser, "section.finding td.number a");
        var records = await browser.TextAsync("document.activeElement.textContent");
        await browser.PressAsync("Enter");
        await browser.WaitAsync($"document.querySelector('.recordhead .lead')?.textContent.startsWith('{records} record')");
        await GoBackAsync(browser, "/findings");
        await TabToAsync(browser, "section.finding a.address");
        var address = await browser.TextAsync("document.activeElement.textContent");
        await browser.PressAsync("Enter");
        await browser.WaitAsync($"location.pathname === '/entity' && document.querySelector('h1').textContent === '{address}'");
        await GoBackAsync(browser, "/findings");
        await PressAtAsync(browser, "section.finding [data-key='sql']", "location.pathname === '/sql'");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task An_entity_is_entered_and_leads_to_peers_records_and_findings()
    {
        await using var browser = await OpenAsync("/entity");

        await TabToAsync(browser, "main form input");
        await browser.Page.Keyboard.TypeAsync("10.0.0.0/8");
        await browser.PressAsync("Enter");
        await browser.WaitAsync($"document.querySelector('h1').textContent === '10.0.0.0/8' && {Chromium.Settled}");
        await PressAtAsync(browser, "section[aria-label='Why rejected'] td.number a",
            $"location.pathname === '/records' && {Chromium.Settled}");
        await GoBackAsync(browser, "/entity");
        await TabToAsync(browser, "section[aria-label='Ports in'] a.exclude");
        await PressAtAsync(browser, "section[aria-label='Findings'] td.number a",
            $"location.pathname === '/records' && {Chromium.Settled}");
        await GoBackAsync(browser, "/entity");
        await TabToAsync(browser, "section[aria-label='Peers'] a.address");
        var peer = await browser.TextAsync("document.activeElement.textContent");
        await browser.PressAsync("Enter");
        await browser.WaitAsync($"document.querySelector('h1').textContent === '{peer}'");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Tables_of_the_overview_are_sorted_lengthened_and_lead_to_records()
    {
        await using var browser = await OpenAsync("/");

        await PressAtAsync(browser, "section[aria-label^='Top talkers'] [data-key='sort records']",
            "document.querySelector('section[aria-label^=\"Top talkers\"] th[aria-sort=descending]')?.textContent"
            + ".startsWith('records')");
        Assert.True(await IsAtAsync(browser, "[data-key='sort records']"));
        await PressAtAsync(browser, "section[aria-label^='Top talkers'] [data-key='more']",
            "document.querySelectorAll('section[aria-label^=\"Top talkers\"] tbody tr').length > 10");
        await PressAtAsync(browser, ".timeline button[data-key='table']", "document.querySelector('.timeline tbody tr')", back: true);
        await PressAtAsync(browser, "section[aria-label='Top rejected sources'] a.records",
            "document.querySelector('#drawer').open && document.querySelector('#drawer table.records tr[aria-rowindex]')");
        await TabToAsync(browser, "#drawer .recordview .scroll");
        await browser.PressAsync("ArrowDown");
        await browser.PressAsync("Enter");
        await browser.WaitAsync("!document.querySelector('#drawer aside.detail').hidden");
        await browser.PressAsync("Escape");
        await browser.WaitAsync("document.querySelector('#drawer aside.detail').hidden && document.querySelector('#drawer').open");
        await browser.PressAsync("Escape");
        await browser.WaitAsync("!document.querySelector('#drawer').open");
        Assert.True(await IsAtAsync(browser, "section[aria-label='Top rejected sources'] a.records"));
        await PressAtAsync(browser, ".tiles [data-key='tile Rejected']",
            "document.querySelector('.chip')?.textContent.includes('REJECT')", back: true);
        Assert.Empty(browser.Errors);
    }

    static Task SettleAsync(Chromium browser) => browser.WaitAsync(Chromium.Settled);

    static async Task GoBackAsync(Chromium browser, string path)
    {
        await browser.Page.Keyboard.DownAsync("Alt");
        await browser.PressAsync("ArrowLeft");
        await browser.Page.Keyboard.UpAsync("Alt");
        // Headless, the browser itself has no keys.
        if (await browser.TextAsync("location.pathname") != path)
            await browser.EvaluateAsync("history.back()");
        await browser.WaitAsync($"location.pathname === '{path}' && {Chromium.Settled}");
    }

    static async Task<bool> IsAtAsync(Chromium browser, string selector) =>
        (await browser.EvaluateAsync($"document.activeElement.matches(`{selector}`)"))!.GetValue<bool>();

    /// <summary>Presses the Tab key until an element has the focus.</summary>
    static async Task TabToAsync(Chromium browser, string selector, bool back = false)
    {
        if (back)
            await browser.Page.Keyboard.DownAsync("Shift");
        for (var i = 0; i < MostTabs && !await IsAtAsync(browser, selector); i++)
            await browser.PressAsync("Tab");
        if (back)
            await browser.Page.Keyboard.UpAsync("Shift");
        Assert.True(await IsAtAsync(browser, selector), $"{MostTabs} times Tab did not reach {selector}.");
    }

    /// <summary>Tabs to an element, presses a key, and waits for the effect.</summary>
    static async Task PressAtAsync(Chromium browser, string selector, string effect, string key = "Enter", bool back = false)
    {
        await TabToAsync(browser, selector, back);
        await browser.PressAsync(key);
        await browser.WaitAsync(effect);
    }

    async Task<Chromium> OpenAsync(string page)
    {
        var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(stack.Url, $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}range=all"));
        await SettleAsync(browser);
        return browser;
    }
}
