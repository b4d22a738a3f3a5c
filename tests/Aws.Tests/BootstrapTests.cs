using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Aws.Tests;

/// <summary>The bootstrap's loop with a Runtime API on the loopback.</summary>
public sealed class BootstrapTests : IAsyncLifetime
{
    readonly CancellationTokenSource _stop = new();
    FakeRuntimeApi _api = null!;
    Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync() => _api = await FakeRuntimeApi.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30));
        await _api.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task An_event_is_handled_and_answered()
    {
        Run(LambdaBootstrapBuilder.Create<Greeting, Greeting>(
            (greeting, _) => Task.FromResult(new Greeting { Text = greeting.Text + "!" }),
            new SourceGeneratorLambdaJsonSerializer<TestJson>()));

        var answer = await _api.InvokeAsync("id-1", """{"text":"hello <ü>"}""");

        Assert.Equal("/2018-06-01/runtime/invocation/id-1/response", answer.Path);
        Assert.Equal("""{"Text":"hello <ü>!"}""", answer.Text);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Null(answer.ErrorType);
    }

    [Fact]
    public async Task A_short_response_after_a_long_one_has_nothing_of_it()
    {
        Run(LambdaBootstrapBuilder.Create<Greeting, Greeting>(Task.FromResult, new SourceGeneratorLambdaJsonSerializer<TestJson>()));

        await _api.InvokeAsync("long", JsonSerializer.Serialize(new Greeting { Text = new string('x', 300_000) }));
        var answer = await _api.InvokeAsync("short", """{"text":"y"}""");

        Assert.Equal("""{"Text":"y"}""", answer.Text);
    }

    [Fact]
    public async Task An_exception_of_a_handler_is_reported_and_the_next_event_is_handled()
    {
        Run(LambdaBootstrapBuilder.Create<Greeting, Greeting>(
            (greeting, _) => greeting.Text == "bad"
                ? throw new InvalidDataException("cannot greet", new FormatException("inner"))
                : Task.FromResult(greeting), new SourceGeneratorLambdaJsonSerializer<TestJson>()));

        var error = await _api.InvokeAsync("id-1", """{"text":"bad"}""");
        var answer = await _api.InvokeAsync("id-2", """{"text":"good"}""");

        Assert.Equal("/2018-06-01/runtime/invocation/id-1/error", error.Path);
        Assert.Equal("InvalidDataException", error.ErrorType);
        Assert.Equal("application/vnd.aws.lambda.error+json", error.ContentType);
        using var json = JsonDocument.Parse(error.Body);
        Assert.Equal("InvalidDataException", json.RootElement.GetProperty("errorType").GetString());
        Assert.Equal("cannot greet", json.RootElement.GetProperty("errorMessage").GetString());
        Assert.Contains(nameof(BootstrapTests), json.RootElement.GetProperty("stackTrace")[0].GetString());
        Assert.Equal("inner", json.RootElement.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal("/2018-06-01/runtime/invocation/id-2/response", answer.Path);
    }

    [Theory]
    [InlineData("""{"text":17}""")]
    [InlineData("""{"text":""")]
    [InlineData("")]
    public async Task An_event_of_another_shape_is_an_error_that_names_the_type(string json)
    {
        Run(LambdaBootstrapBuilder.Create<Greeting, Greeting>(Task.FromResult, new SourceGeneratorLambdaJsonSerializer<TestJson>()));

        var error = await _api.InvokeAsync("id-1", json);

        Assert.Equal("JsonSerializerException", error.ErrorType);
        Assert.Contains(typeof(Greeting).FullName!, error.Text);
    }

    [Fact]
    public async Task A_type_missing_in_the_context_is_an_error_that_names_both()
    {
        Run(LambdaBootstrapBuilder.Create<Uri, Greeting>(
            _ => Task.FromResult(new Greeting()), new SourceGeneratorLambdaJsonSerializer<TestJson>()));

        var error = await _api.InvokeAsync("id-1", "\"http://localhost\"");

        Assert.Contains("System.Uri", error.Text);
        Assert.Contains(nameof(TestJson), error.Text);
    }

    [Fact]
    public async Task An_exception_of_the_initializer_is_reported_and_ends_the_loop()
    {
        var bootstrap = Build(LambdaBootstrapBuilder.Create(Echo)
            .UseBootstrapHandler(() => throw new InvalidOperationException("STACK_NAME is not set")));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => bootstrap.RunAsync(_stop.Token));
        var error = await _api.InitError.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal("STACK_NAME is not set", thrown.Message);
        Assert.Equal("InvalidOperationException", error.ErrorType);
        Assert.Contains("STACK_NAME is not set", error.Text);
    }

    [Fact]
    public async Task An_initializer_that_returns_false_ends_the_loop()
    {
        var bootstrap = Build(LambdaBootstrapBuilder.Create(Echo).UseBootstrapHandler(() => Task.FromResult(false)));

        await bootstrap.RunAsync(_stop.Token).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_context_has_the_values_of_the_headers()
    {
        ILambdaContext? seen = null;
        TimeSpan remaining = default;
        string? trace = null;
        Run(LambdaBootstrapBuilder.Create((input, context) =>
        {
            (seen, remaining, trace) = (context, context.RemainingTime, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            return Task.FromResult(input);
        }));

        await _api.InvokeAsync(new Invocation("id-1", "{}"u8.ToArray())
        {
            DeadlineMs = DateTimeOffset.UtcNow.AddSeconds(60).ToUnixTimeMilliseconds(),
            FunctionArn = "arn:aws:lambda:eu-west-1:123456789010:function:decompressor",
            TraceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
        });

        Assert.Equal("id-1", seen!.AwsRequestId);
        Assert.Equal("arn:aws:lambda:eu-west-1:123456789010:function:decompressor", seen.InvokedFunctionArn);
        Assert.InRange(remaining, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
        Assert.Equal("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", trace);

        await _api.InvokeAsync("id-2", "{}");
        Assert.Null(trace);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_and_responses_of_6_MiB_arrive_whole(bool chunked)
    {
        Run(LambdaBootstrapBuilder.Create(Echo));

        foreach (var size in new[] { 6 * 1024 * 1024, 1, 65_536, 0, 6 * 1024 * 1024 - 1 })
        {
            var sent = RandomNumberGenerator.GetBytes(size);
            var answer = await _api.InvokeAsync(new Invocation($"id-{size}", sent) { Chunked = chunked });
            Assert.Equal(size, answer.ContentLength);
            Assert.True(sent.AsSpan().SequenceEqual(answer.Body));
        }
    }

    [Fact]
    public async Task Large_events_reuse_one_buffer()
    {
        long allocated = 0;
        Run(LambdaBootstrapBuilder.Create((Stream input) =>
        {
            allocated = GC.GetTotalAllocatedBytes();
            Assert.True(((MemoryStream)input).TryGetBuffer(out _));
            return Task.FromResult(Stream.Null);
        }));
        var big = new Invocation("first", new byte[6 * 1024 * 1024]);
        await _api.InvokeAsync(big);

        var before = GC.GetTotalAllocatedBytes();
        await _api.InvokeAsync(big with { RequestId = "second" });

        Assert.InRange(allocated - before, 0, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task A_refused_response_does_not_end_the_loop()
    {
        Run(LambdaBootstrapBuilder.Create(Echo));

        await _api.InvokeAsync(new Invocation("large", "{}"u8.ToArray()) { AnswerStatus = 413 });
        var answer = await _api.InvokeAsync("next", "{}");

        Assert.Equal("{}", answer.Text);
    }

    [Fact]
    public async Task A_stream_of_the_handler_is_disposed_once_after_sending()
    {
        var output = new Disposed("answer"u8.ToArray());
        Run(LambdaBootstrapBuilder.Create((Stream _) => Task.FromResult<Stream>(output)));

        var answer = await _api.InvokeAsync("id-1", "{}");

        Assert.Equal("answer", answer.Text);
        await output.Done.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_handler_without_a_result_sends_an_empty_response()
    {
        Run(LambdaBootstrapBuilder.Create<Greeting>(_ => Task.CompletedTask, new SourceGeneratorLambdaJsonSerializer<TestJson>()));

        Assert.Equal("", (await _api.InvokeAsync("id-1", "{}")).Text);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_the_next_event()
    {
        Run(LambdaBootstrapBuilder.Create(Echo));
        await _api.InvokeAsync("id-1", "{}");

        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_client_of_the_caller_is_used_and_not_disposed()
    {
        using var counting = new Counting();
        using var client = new HttpClient(counting);
        var bootstrap = Build(LambdaBootstrapBuilder.Create(Echo).UseHttpClient(client));
        _running = bootstrap.RunAsync(_stop.Token);

        await _api.InvokeAsync("id-1", "{}");
        bootstrap.Dispose();

        Assert.True(counting.Requests >= 2);
        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
        await _api.InvokeAsync("id-2", "{}");
        await _stop.CancelAsync();
        await _running;
    }

    [Fact]
    public void A_missing_endpoint_is_an_error_that_names_the_variable()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => LambdaBootstrapBuilder.Create(Echo).Build());

        Assert.Contains("AWS_LAMBDA_RUNTIME_API", thrown.Message);
    }

    static Task<Stream> Echo(Stream input) => Task.FromResult(input);

    LambdaBootstrap Build(LambdaBootstrapBuilder builder) =>
        builder.ConfigureOptions(options => options.RuntimeApiEndpoint = _api.Endpoint).Build();

    void Run(LambdaBootstrapBuilder builder) => _running = Build(builder).RunAsync(_stop.Token);

    sealed class Disposed(byte[] bytes) : MemoryStream(bytes)
    {
        readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _done.TrySetResult();
        }
    }

    sealed class Counting() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}

public sealed class Greeting
{
    public string? Text { get; set; }
}

[JsonSerializable(typeof(Greeting))]
sealed partial class TestJson : JsonSerializerContext;
