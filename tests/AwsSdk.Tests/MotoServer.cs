using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace AwsSdk.Tests;

/// <summary>Starts moto, an independent mock of AWS, if it is installed. Each class of tests has a server with its own port.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    const string Missing = "moto_server is not on this machine's PATH (pip install 'moto[server]'): nothing to ask";

    static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    readonly HttpClient _http = new();
    Process? _process;

    public string Url { get; private set; } = "";

    /// <summary>Skips the test if moto is not installed.</summary>
    public void Require() => Assert.SkipWhen(_process is null, Missing);

    public async ValueTask InitializeAsync()
    {
        if (!OnPath("moto_server"))
            return;
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}";
        _process = Process.Start(new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var started = Stopwatch.StartNew(); !await Answers(); await Task.Delay(100))
            if (_process.HasExited || started.Elapsed > StartLimit)
                throw new InvalidOperationException($"moto_server does not answer at {Url}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _http.Dispose();
    }

    /// <summary>Sends moto a request that the clients under test do not have, and returns the text of the answer.</summary>
    /// <param name="service">The service's signing name, by which moto distinguishes services.</param>
    /// <param name="target">The X-Amz-Target header of a service with a JSON protocol.</param>
    /// <param name="body">A JSON object, or query parameters if there is no target.</param>
    public async Task<string> Ask(string service, string? target, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url + "/");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(
            target is null ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1");
        if (target is not null)
            request.Headers.Add("X-Amz-Target", target);
        return await Text(await _http.SendAsync(request));
    }

    /// <summary>Sends a request of S3's REST interface.</summary>
    public async Task<string> S3(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, Url + path);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0");
        if (body is not null)
            request.Content = new StringContent(body);
        return await Text(await _http.SendAsync(request));
    }

    static async Task<string> Text(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
            return text;
        }
    }

    async Task<bool> Answers()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Url + "/moto-api/"));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static bool OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    /// <summary>Returns a port of this machine on which nothing listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
