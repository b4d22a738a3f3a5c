using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Tests.Lambda;

public sealed class LambdaFunctionTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_response_has_the_bytes_of_the_function()
    {
        await using var function = Function();

        using var result = await InvokeAsync(function, """{"do":"echo","text":"ä"}""");

        Assert.False(result.IsError);
        Assert.Equal("""{"do":"echo","text":"ä"}""", result.ToString());
    }

    [Fact]
    public async Task One_process_answers_concurrent_events_one_after_the_other()
    {
        await using var function = Function();
        await function.StartAsync(Cancellation);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => InvokeAsync(function, $$"""{"do":"echo","number":{{number}}}""")));
        var processes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => InvokeAsync(function, """{"do":"process"}""")));

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $$"""{"do":"echo","number":{{number}}}"""), answers.Select(answer => answer.ToString()));
        Assert.Single(processes.Select(process => process.ToString()).Distinct());
    }

    [Fact]
    public async Task An_event_has_the_headers_of_the_Runtime_API()
    {
        await using var function = Function();
        var before = DateTimeOffset.UtcNow;

        using var result = await InvokeAsync(function, """{"do":"headers"}""");

        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(result.Payload.Span)!;
        Assert.True(Guid.TryParse(headers["Lambda-Runtime-Aws-Request-Id"], out _));
        Assert.Equal("arn:aws:lambda:us-east-1:123456789012:function:test", headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$", headers["Lambda-Runtime-Trace-Id"]);
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(headers["Lambda-Runtime-Deadline-Ms"]));
        Assert.InRange(deadline, before.AddSeconds(30).AddMilliseconds(-1), DateTimeOffset.UtcNow.AddSeconds(30));
    }

    [Fact]
    public async Task A_function_has_the_variables_of_Lambda_and_the_template_only()
    {
        Environment.SetEnvironmentVariable("AWS_LOCAL_TEST", "the user's");
        Environment.SetEnvironmentVariable("FLOW_LOG_FORMAT", "the user's");
        await using var function = Function(
            new LambdaOptions { Environment = new Dictionary<string, string> { ["AWS_ENDPOINT_URL_S3"] = "http://127.0.0.1:1" } },
            new() { ["TABLE_NAME"] = "flow_logs" });

        using var result = await InvokeAsync(function, """{"do":"environment"}""");

        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(result.Payload.Span)!;
        Assert.Equal(
            ("test", "256", "$LATEST", "TestFunction", "UTC", "us-east-1", "flow_logs", "http://127.0.0.1:1"),
            (variables["AWS_LAMBDA_FUNCTION_NAME"], variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], variables["AWS_LAMBDA_FUNCTION_VERSION"],
                variables["_HANDLER"],
                variables["TZ"], variables["AWS_REGION"], variables["TABLE_NAME"], variables["AWS_ENDPOINT_URL_S3"]));
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "functions", "TestFunction"), variables["LAMBDA_TASK_ROOT"]);
        Assert.DoesNotContain("the user's", variables.Values);
    }

    [Fact]
    public async Task An_exception_of_a_handler_is_an_error_and_the_process_continues()
    {
        await using var function = Function();
        using var first = await InvokeAsync(function, """{"do":"process"}""");

        using var error = await InvokeAsync(function, """{"do":"error"}""");

        Assert.True(error.IsError);
        Assert.Equal("FormatException: not a record", error.ToString());
        Assert.Equal("""{"errorType":"FormatException","errorMessage":"not a record"}""", Encoding.UTF8.GetString(error.Payload.Span));
        using var last = await InvokeAsync(function, """{"do":"process"}""");
        Assert.Equal(first.ToString(), last.ToString());
    }

    [Fact]
    public async Task Events_and_responses_have_at_most_six_MiB()
    {
        await using var function = Function();
        var largest = Encoding.UTF8.GetBytes("""{"do":"echo","text":""" + "\"" + new string('x', LambdaLimits.Payload - 23) + "\"}");
        Assert.Equal(LambdaLimits.Payload, largest.Length);

        using var echoed = await function.InvokeAsync(largest, Cancellation);
        using var tooLarge = await InvokeAsync(function, $$"""{"do":"respond","number":{{LambdaLimits.Payload + 1}}}""");
        using var after = await InvokeAsync(function, """{"do":"echo"}""");

        Assert.True(echoed.Payload.Span.SequenceEqual(largest));
        Assert.Equal("Function.ResponseSizeTooLarge: Response payload size (6291457 bytes) exceeded maximum allowed payload size (6291456 "
            + "bytes).", tooLarge.ToString());
        Assert.False(after.IsError);
        var refused = await Assert.ThrowsAsync<FunctionException>(() =>
            function.InvokeAsync(new byte[LambdaLimits.Payload + 1], Cancellation));
        Assert.Equal("the event for Test has 6291457 bytes. Lambda accepts at most 6291456. Send less at once.", refused.Message);
    }

    [Fact]
    public async Task A_function_that_times_out_is_killed_and_restarted()
    {
        await using var function = Function(timeout: 1);
        using var first = await InvokeAsync(function, """{"do":"process"}""");

        using var late = await InvokeAsync(function, """{"do":"sleep","number":60000}""");
        using var next = await InvokeAsync(function, """{"do":"process"}""");

        Assert.True(late.IsError);
        Assert.Matches("^Sandbox.Timedout: RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$", late.ToString());
        Assert.False(next.IsError);
        Assert.NotEqual(first.ToString(), next.ToString());
    }

    [Fact]
    public async Task A_process_that_exits_is_one_clear_error_and_is_restarted()
    {
        await using var function = Function();

        var error = await Assert.ThrowsAsync<FunctionException>(() => InvokeAsync(function, """{"do":"exit","number":3}"""));
        using var next = await InvokeAsync(function, """{"do":"echo"}""");

        Assert.Equal($"Test ended with exit code 3 before it answered; the end of its log:{Environment.NewLine}    about to fall over",
            error.Message);
        Assert.False(next.IsError);
    }

    [Fact]
    public async Task A_process_that_exits_after_its_answer_loses_nothing()
    {
        await using var function = Function();

        for (var round = 0; round < 5; round++)
        {
            using var answer = await InvokeAsync(function, """{"do":"answer and exit","number":1}""");
            Assert.Equal("{}", answer.ToString());
        }
    }

    [Fact]
    public async Task An_answer_to_another_request_id_is_refused()
    {
        var lines = new ConcurrentQueue<string>();
        await using var function = Function(new LambdaOptions { Log = lines.Enqueue });

        using (await InvokeAsync(function, """{"do":"answer another"}"""))
            await function.DisposeAsync();

        Assert.StartsWith("refused with 403: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_has_standard_output_and_error()
    {
        var lines = new ConcurrentQueue<string>();
        await using var function = Function(new LambdaOptions { Log = lines.Enqueue });

        using (await InvokeAsync(function, """{"do":"log"}"""))
            await function.DisposeAsync();

        Assert.Equal(["to the error", "to the output"], lines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("error", "Test could not be initialized: SettingsException: TABLE_NAME is not set, and logged nothing.")]
    [InlineData("exit", "Test ended with exit code 4 before it requested an event; the end of its log:\n    no settings")]
    [InlineData("hang", "Test did not request an event within 1 seconds, and logged nothing.")]
    public async Task A_function_that_never_requests_an_event_is_a_clear_error(string init, string message)
    {
        await using var function = Function(new LambdaOptions { StartLimit = TimeSpan.FromSeconds(init == "hang" ? 1 : 60) },
            new() { ["INIT"] = init });

        for (var round = 0; round < 2; round++)
        {
            var error = await Assert.ThrowsAsync<FunctionException>(() => InvokeAsync(function, """{"do":"echo"}"""));
            Assert.Equal(message, error.Message.ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public async Task A_missing_executable_is_one_clear_error()
    {
        await using var function = Function(new LambdaOptions { FunctionsDirectory = "/nowhere" });

        var error = await Assert.ThrowsAsync<FunctionException>(() => function.StartAsync(Cancellation));

        Assert.EndsWith("Build flowlogs again.", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("The executable of the function TestFunction is missing in ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_invocation_ends_immediately_and_the_next_is_served()
    {
        await using var function = Function();
        await function.StartAsync(Cancellation);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => function.InvokeAsync("""{"do":"sleep","number":20000}"""u8.ToArray(), soon.Token));
        using var next = await InvokeAsync(function, """{"do":"echo"}""");

        Assert.False(next.IsError);
    }

    [Fact]
    public async Task No_process_is_left_after_the_function_is_disposed()
    {
        await using var function = Function();
        using var result = await InvokeAsync(function, """{"do":"process"}""");
        var process = int.Parse(result.ToString());

        await function.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
    }

    static Task<InvocationResult> InvokeAsync(LambdaFunction function, string json) =>
        function.InvokeAsync(Encoding.UTF8.GetBytes(json), Cancellation);

    static LambdaFunction Function(LambdaOptions? options = null, Dictionary<string, string>? environment = null, int timeout = 30) => new(
        new FunctionResource
        {
            LogicalId = "Test",
            Name = "test",
            Arn = "arn:aws:lambda:us-east-1:123456789012:function:test",
            Handler = "TestFunction",
            MemorySize = 256,
            Timeout = TimeSpan.FromSeconds(timeout),
            Environment = environment ?? [],
        },
        options);
}
