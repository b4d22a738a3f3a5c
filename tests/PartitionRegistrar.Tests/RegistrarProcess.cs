using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Aws.Tests;
using FlowLogs.Tests;

namespace PartitionRegistrar.Tests;

/// <summary>Starts the function's executable as Lambda does.</summary>
sealed class RegistrarProcess : IAsyncDisposable
{
    readonly FakeRuntimeApi _lambda;
    readonly Process _process;
    readonly StringBuilder _output = new();
    int _invocations;

    RegistrarProcess(FakeRuntimeApi lambda, ProcessStartInfo start)
    {
        _lambda = lambda;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The log of the function.</summary>
    public string Log
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts the executable with these services in place of AWS.</summary>
    public static Task<RegistrarProcess> Start(FakeAws aws, params (string Name, string? Value)[] environment) =>
        Start(aws.AthenaUrl, [("AWS_ENDPOINT_URL_S3", aws.S3Url), .. environment]);

    /// <summary>Starts the executable with an endpoint on this machine in place of AWS.</summary>
    public static async Task<RegistrarProcess> Start(string awsUrl, params (string Name, string? Value)[] environment)
    {
        var lambda = await FakeRuntimeApi.StartAsync();
        var start = new ProcessStartInfo(BuiltFunction.PathOf("PartitionRegistrar"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        (string Name, string? Value)[] variables =
        [
            ("AWS_LAMBDA_RUNTIME_API", lambda.Endpoint), ("AWS_ENDPOINT_URL", awsUrl), ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("ANNOTATIONS_HANDLER", "HandleAsync"), ("DATABASE_NAME", "vpc_flow_logs"), ("TABLE_NAME", "flow_logs"),
            ("WORKGROUP_NAME", "flows"),
            ("BUCKET_NAME", "flow-bucket"), ("PREFIX", "flowlogs/"), ("LOOKBACK_HOURS", "48"), ("RETENTION_DAYS", "0"),
            .. environment,
        ];
        foreach (var (name, value) in variables)
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        return new RegistrarProcess(lambda, start);
    }

    /// <summary>Invokes the function and returns its response or error.</summary>
    public Task<Answer> Invoke(string payload, TimeSpan? timeout = null) =>
        _lambda.InvokeAsync(new Invocation($"request-{++_invocations}", Encoding.UTF8.GetBytes(payload))
        {
            DeadlineMs = DateTimeOffset.UtcNow.Add(timeout ?? TimeSpan.FromMinutes(15)).ToUnixTimeMilliseconds(),
        });

    /// <summary>Invokes the function, which must succeed.</summary>
    public async Task<JsonElement> Register(string payload, TimeSpan? timeout = null)
    {
        var answer = await Invoke(payload, timeout);
        Assert.True(answer.Path.EndsWith("/response", StringComparison.Ordinal), answer.Text + Log);
        return JsonElement.Parse(answer.Body);
    }

    /// <summary>Invokes the function, which must fail, and returns the error message.</summary>
    public async Task<string> Fail(string payload, TimeSpan? timeout = null)
    {
        var answer = await Invoke(payload, timeout);
        Assert.True(answer.Path.EndsWith("/error", StringComparison.Ordinal), answer.Text);
        return JsonElement.Parse(answer.Body).GetProperty("errorMessage").GetString()!;
    }

    /// <summary>Waits for the initialization error and returns its message.</summary>
    public async Task<string> InitError()
    {
        var error = await _lambda.InitError.WaitAsync(TimeSpan.FromSeconds(30));
        return JsonElement.Parse(error.Body).GetProperty("errorMessage").GetString()!;
    }

    /// <summary>Waits for one answer and one call to Athena, so that a later deadline measures only the work of the function.</summary>
    public Task WarmUp() => Register("""{"from":"1999-12-31T00","to":"1999-12-31T00"}""");

    /// <summary>Waits for the process to exit by itself.</summary>
    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <summary>Ends the process and waits for all of its output.</summary>
    public async Task Ended()
    {
        BuiltFunction.End(_process);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        BuiltFunction.End(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _lambda.DisposeAsync();
    }

    void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
