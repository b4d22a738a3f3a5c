using PuppeteerSharp;

[assembly: AssemblyFixture(typeof(Web.Tests.ChromiumProcess))]

namespace Web.Tests;

/// <summary>Starts the system's Chromium for the first test that needs it, and ends it after the last test.</summary>
public sealed class ChromiumProcess : IAsyncDisposable
{
    static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    static readonly Lazy<Task<IBrowser>> Started = new(LaunchAsync);

    /// <summary>Returns the browser, or skips the test if no browser is installed.</summary>
    public static Task<IBrowser> StartedAsync()
    {
        Assert.SkipUnless(Places.Any(File.Exists), $"Chromium was not found at {string.Join(", ", Places)}. Install it to test the pages.");
        return Started.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated)
            await (await Started.Value).DisposeAsync();
    }

    static Task<IBrowser> LaunchAsync() => Puppeteer.LaunchAsync(new LaunchOptions
    {
        ExecutablePath = Places.First(File.Exists),
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", "--force-device-scale-factor=1",
        ],
        DefaultViewport = new ViewPortOptions { Width = 1280, Height = 900 },
        Timeout = Chromium.PatienceMilliseconds,
    });
}
