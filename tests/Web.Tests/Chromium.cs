using System.Text.Json;
using System.Text.Json.Nodes;
using PuppeteerSharp;
using PuppeteerSharp.Input;
using PuppeteerSharp.Media;

namespace Web.Tests;

/// <summary>A page of the system's Chromium with storage of its own.</summary>
sealed class Chromium : IAsyncDisposable
{
    /// <summary>Whether a page shows its heading and none of its parts waits for an answer.</summary>
    public const string Settled = "document.querySelector('main h1') && !document.querySelector('[aria-busy=true]')";

    public const int PatienceMilliseconds = 60_000;

    readonly IBrowserContext _context;
    readonly Lock _turn = new();
    readonly List<string> _errors = [];
    readonly List<string> _requests = [];

    Chromium(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, said) => Add(_errors, said.Message.Type is ConsoleType.Error or ConsoleType.Warning or ConsoleType.Assert
            ? said.Message.Text : null);
        page.PageError += (_, failed) => Add(_errors, failed.Message);
        page.Request += (_, sent) => Add(_requests, sent.Request.Url);
    }

    public IPage Page { get; }

    /// <summary>Console errors, exceptions and violations of the page's policy since the page was opened.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_turn)
                return [.. _errors];
        }
    }

    /// <summary>The addresses that the page requested.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_turn)
                return [.. _requests];
        }
    }

    /// <summary>Opens an empty page, or skips the test if there is no browser.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var browser = await ChromiumProcess.StartedAsync();
        while (true)
        {
            try
            {
                var context = await browser.CreateBrowserContextAsync();
                var page = await context.NewPageAsync();
                page.DefaultTimeout = PatienceMilliseconds;
                return new Chromium(context, page);
            }
            catch (MessageException exception) when (IsOfAnotherPage(exception))
            {
                // The browser is well: try again.
            }
        }
    }

    public Task GoAsync(Uri url) => Page.GoToAsync(url.ToString());

    /// <summary>Returns the value of a JavaScript expression, or of its promise.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression) =>
        JsonNode.Parse((await Page.EvaluateExpressionAsync<JsonElement?>(
            $"Promise.resolve({expression}).then(value => value === undefined ? null : value)"))?.GetRawText() ?? "null");

    public async Task<string> TextAsync(string expression) => (await EvaluateAsync(expression))?.ToString() ?? "";

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitAsync(string expression)
    {
        try
        {
            await Page.WaitForExpressionAsync($"Boolean({expression})",
                new WaitForFunctionOptions { PollingInterval = 50, Timeout = PatienceMilliseconds });
        }
        catch (WaitTaskTimeoutException)
        {
            var text = await TextAsync("document.body.innerText.slice(0, 800)");
            Assert.Fail($"Not true in time: {expression}\n{string.Join('\n', Errors)}\n{text}");
        }
    }

    public Task ResizeAsync(int width, int height) => Page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });

    public Task PreferAsync(string scheme) =>
        Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>Presses the mouse at one place and releases it at another.</summary>
    public async Task DragAsync((decimal X, decimal Y) from, (decimal X, decimal Y) to, string? keyBeforeRelease = null)
    {
        await Page.Mouse.MoveAsync(from.X, from.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(to.X, to.Y, new MoveOptions { Steps = 4 });
        if (keyBeforeRelease is not null)
            await PressAsync(keyBeforeRelease);
        await Page.Mouse.UpAsync();
    }

    /// <summary>Returns what axe finds on the page, with the elements concerned.</summary>
    public async Task<IEnumerable<string>> ViolationsAsync()
    {
        // The page's policy allows no script of others: this one comes from the debugger.
        if (!(await EvaluateAsync("'axe' in window"))!.GetValue<bool>())
            await Page.EvaluateExpressionAsync(
                $"{await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe-core", "axe.min.js"))};undefined");
        var violations = await EvaluateAsync(
            "axe.run().then(found => found.violations.map(one => location.pathname + ': ' + one.id + ': '"
            + " + one.nodes.map(node => node.html.slice(0, 200) + ' ' + node.failureSummary).slice(0, 3).join(' | ')))");
        return violations!.AsArray().Select(violation => violation!.ToString());
    }

    public Task<byte[]> ScreenshotAsync() => Page.ScreenshotDataAsync();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _context.DisposeAsync();
        }
        catch (MessageException exception) when (IsOfAnotherPage(exception))
        {
            // The browser disposes the context at its end.
        }
    }

    /// <summary>Returns whether an error is the late answer to a command of a closed page.</summary>
    /// <remarks>
    /// Such an answer names no session. PuppeteerSharp counts the commands of each session and of the browser from 1, so that it can take
    /// the answer for the one to the browser's command with the same number.
    /// </remarks>
    static bool IsOfAnotherPage(MessageException exception) =>
        exception.Message.Contains("Session with given id not found", StringComparison.Ordinal);

    void Add(List<string> list, string? text)
    {
        lock (_turn)
        {
            if (text is not null)
                list.Add(text);
        }
    }
}
