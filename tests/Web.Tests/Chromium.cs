using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>The system's Chromium with one page, driven over its DevTools protocol.</summary>
sealed class Chromium : IAsyncDisposable
{
    static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;
    readonly string _profile;
    readonly ClientWebSocket _socket = new();
    readonly Dictionary<int, TaskCompletionSource<JsonNode>> _waiting = [];
    readonly SemaphoreSlim _sending = new(1);
    readonly Lock _turn = new();
    readonly List<string> _errors = [];
    readonly List<string> _requests = [];
    Task _reading = Task.CompletedTask;
    int _last;

    Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Console errors, exceptions, and violations of the policy, since the browser started.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_turn)
                return [.. _errors];
        }
    }

    /// <summary>Every address that was asked for.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_turn)
                return [.. _requests];
        }
    }

    /// <summary>Starts it, or skips the test where there is none.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var executable = Places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(executable is null, "There is no Chromium on this machine (looked for it at " + string.Join(", ", Places) + "); the pages are not looked at in a browser.");
        var profile = Directory.CreateTempSubdirectory("flowlogs-chromium-").FullName;
        var process = Process.Start(new ProcessStartInfo(executable!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--hide-scrollbars", "--force-device-scale-factor=1", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var browser = new Chromium(process, profile);
        await browser.ConnectAsync();
        return browser;
    }

    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        int id;
        lock (_turn)
        {
            id = ++_last;
            _waiting[id] = answer;
        }

        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await _sending.WaitAsync();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        _sending.Release();
        return await answer.Task.WaitAsync(Patience);
    }

    public Task GoAsync(Uri url) => SendAsync("Page.navigate", new JsonObject { ["url"] = url.ToString() });

    /// <summary>What a JavaScript expression, or the promise that it is, comes to.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } failed
            ? throw new InvalidOperationException($"{expression}: {failed["exception"]?["description"] ?? failed["text"]}")
            : answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitAsync(string expression)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await EvaluateAsync($"Boolean({expression})") is JsonValue value && value.GetValue<bool>())
                    return;
            }
            catch (InvalidOperationException) when (waited.Elapsed < Patience)
            {
                // The page is between two documents.
            }

            Assert.True(waited.Elapsed < Patience, $"{Patience.TotalSeconds:0} s have passed and this is not true: {expression}\n{string.Join('\n', Errors)}");
            await Task.Delay(50);
        }
    }

    public Task ResizeAsync(int width, int height) => SendAsync(
        "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    public Task PreferAsync(string scheme) => SendAsync(
        "Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    public async Task PressAsync(string key, int code, int modifiers = 0)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            await SendAsync("Input.dispatchKeyEvent", new JsonObject
            {
                ["type"] = type,
                ["key"] = key,
                ["code"] = key,
                ["windowsVirtualKeyCode"] = code,
                ["modifiers"] = modifiers,
            });
        }
    }

    /// <summary>What axe finds on the page that is serious or worse, with the elements that it is about.</summary>
    public async Task<IEnumerable<string>> ViolationsAsync()
    {
        await EvaluateAsync($"{await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe-core", "axe.min.js"))};undefined");
        var violations = await EvaluateAsync(
            "axe.run().then(found => found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one => location.pathname + ': ' + one.id + ': ' + one.nodes.map(node => node.html.slice(0, 200) + ' ' + node.failureSummary).slice(0, 3).join(' | ')))");
        return violations!.AsArray().Select(violation => violation!.ToString());
    }

    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((await SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" }))["data"]!.ToString());

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _reading.ContinueWith(_ => { }, TaskScheduler.Default);
        _socket.Dispose();
        _sending.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser's may still be writing there.
        }
    }

    async Task ConnectAsync()
    {
        var file = Path.Combine(_profile, "DevToolsActivePort");
        var waited = Stopwatch.StartNew();
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            Assert.True(waited.Elapsed < Patience, "Chromium does not start.");
            await Task.Delay(50);
        }

        var port = (await File.ReadAllLinesAsync(file))[0];
        using var client = new HttpClient();
        JsonNode? page = null;
        while (page is null)
        {
            page = JsonNode.Parse(await client.GetStringAsync($"http://127.0.0.1:{port}/json/list"))!.AsArray().FirstOrDefault(target => target!["type"]!.ToString() == "page");
            if (page is null)
                await Task.Delay(50);
        }

        await _socket.ConnectAsync(new Uri(page["webSocketDebuggerUrl"]!.ToString()), CancellationToken.None);
        _reading = ReadAsync();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
            await SendAsync($"{domain}.enable");
    }

    async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        while (_socket.State == WebSocketState.Open)
        {
            message.SetLength(0);
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            if (message.Length > 0)
                Take(JsonNode.Parse(message.ToArray())!);
        }
    }

    void Take(JsonNode message)
    {
        lock (_turn)
        {
            if (message["id"]?.GetValue<int>() is { } id)
            {
                if (_waiting.Remove(id, out var waiting))
                {
                    if (message["error"] is { } error)
                        waiting.SetException(new InvalidOperationException(error.ToJsonString()));
                    else
                        waiting.SetResult(message["result"]!);
                }

                return;
            }

            var parameters = message["params"]!;
            switch (message["method"]!.ToString())
            {
                case "Runtime.exceptionThrown":
                    _errors.Add(parameters["exceptionDetails"]!.ToJsonString());
                    break;
                case "Runtime.consoleAPICalled" when parameters["type"]!.ToString() is "error" or "warning" or "assert":
                    _errors.Add(parameters["args"]!.ToJsonString());
                    break;
                case "Log.entryAdded" when parameters["entry"]!["level"]!.ToString() is "error" or "warning":
                    _errors.Add(parameters["entry"]!.ToJsonString());
                    break;
                case "Network.requestWillBeSent":
                    _requests.Add(parameters["request"]!["url"]!.ToString());
                    break;
            }
        }
    }
}
