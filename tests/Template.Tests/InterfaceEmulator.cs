using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AwsSdk.Tests;

namespace Template.Tests;

/// <summary>Runs a function in AWS's Lambda Runtime Interface Emulator.</summary>
sealed class InterfaceEmulator : IAsyncDisposable
{
    const string Program = "aws-lambda-rie";

    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    readonly HttpClient _http;
    readonly Process _process;
    readonly StringBuilder _log = new();

    InterfaceEmulator(Process process, int port)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/2015-03-31/functions/function/") };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static bool IsInstalled => Tool.IsOnPath(Program);

    /// <summary>The output of the emulator and the function.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts a function as Lambda's .NET runtime does.</summary>
    /// <param name="folder">The folder with the packaged function.</param>
    /// <param name="function">The name of its assembly.</param>
    /// <param name="awsUrl">The address of a mock of AWS.</param>
    public static async Task<InterfaceEmulator> StartAsync(string folder, string function, string awsUrl)
    {
        var port = MotoServer.FreePort();
        var start = new ProcessStartInfo(Program,
            ["--runtime-interface-emulator-address", $"127.0.0.1:{port}", "--runtime-api-address", $"127.0.0.1:{MotoServer.FreePort()}",
                "dotnet", $"{function}.dll"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new (string, string)[]
        {
            ("AWS_ENDPOINT_URL", awsUrl), ("AWS_REGION", SamBuild.Region), ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
                ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"), ("AWS_LAMBDA_FUNCTION_TIMEOUT", "60"), ("ANNOTATIONS_HANDLER", "HandleAsync"),
            ("DELIVERY_STREAM_NAME", "flows-flow-logs"), ("MAX_INFLATED_BYTES", "67108864"), ("METRIC_NAMESPACE", "VPCFlowLogs"),
            ("STACK_NAME", "flows"),
            ("DATABASE_NAME", "vpc_flow_logs"), ("TABLE_NAME", "flow_logs"), ("WORKGROUP_NAME", "primary"), ("BUCKET_NAME", "flow-bucket"),
            ("PREFIX", "flowlogs/"), ("LOOKBACK_HOURS", "48"), ("RETENTION_DAYS", "0"),
        })
        {
            start.Environment[name] = value;
        }
        var emulator = new InterfaceEmulator(Process.Start(start)!, port);
        for (var started = Stopwatch.StartNew(); !await AnswersAsync(port); await Task.Delay(50))
            if (emulator._process.HasExited || started.Elapsed > StartLimit)
                throw new InvalidOperationException($"{Program} does not answer: {emulator.Log}");
        return emulator;
    }

    /// <summary>Invokes the function and returns its response or its error.</summary>
    public async Task<string> InvokeAsync(string json)
    {
        using var response = await _http.PostAsync("invocations", new StringContent(json));
        return await response.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    void Keep(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }

    static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
