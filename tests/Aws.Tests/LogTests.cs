using System.Text.RegularExpressions;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;

namespace Aws.Tests;

/// <summary>Lines of the log on standard output.</summary>
public sealed partial class LogTests
{
    [Fact]
    public async Task A_line_has_time_request_id_level_and_message()
    {
        var lines = await LinesOf(context =>
        {
            context.Logger.LogInformation("stored {Count} of {Total:D3}", 2, 7);
            context.Logger.LogWarning("50% {of} it");
            context.Logger.LogError(new FormatException("no"), "failed");
            context.Logger.LogDebug("not shown");
            context.Logger.LogLine("plain");
            LambdaLogger.Log("static");
        });

        Assert.Collection(
            lines,
            line => Assert.Matches(Info(), line),
            line => Assert.EndsWith("\tid-7\twarn\t50% {of} it", line),
            line => Assert.EndsWith("\tid-7\tfail\tfailed", line),
            line => Assert.Equal("System.FormatException: no", line),
            line => Assert.EndsWith("\tid-7\tplain", line),
            line => Assert.EndsWith("\tid-7\tstatic", line));
    }

    [Theory]
    [InlineData("", "ERROR", "")]
    [InlineData("", "DEBUG", "dbug warn")]
    [InlineData("Debug", "ERROR", "dbug warn")]
    [InlineData("Error", "DEBUG", "")]
    public async Task The_functions_own_level_overrides_Lambdas(string own, string lambda, string written)
    {
        Environment.SetEnvironmentVariable("AWS_LAMBDA_HANDLER_LOG_LEVEL", own);
        Environment.SetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL", lambda);
        try
        {
            var lines = await LinesOf(context =>
            {
                context.Logger.LogDebug("detail");
                context.Logger.LogWarning("oddity");
            });

            Assert.Equal(written, string.Join(' ', lines.Select(line => line.Split('\t')[2])));
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_LAMBDA_HANDLER_LOG_LEVEL", null);
            Environment.SetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL", null);
        }
    }

    static async Task<string[]> LinesOf(Action<ILambdaContext> log)
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        using var stop = new CancellationTokenSource();
        var console = Console.Out;
        using var written = new StringWriter();
        Task running;
        try
        {
            Console.SetOut(written);
            running = LambdaBootstrapBuilder.Create((input, context) =>
                {
                    log(context);
                    return Task.FromResult(input);
                })
                .ConfigureOptions(options => options.RuntimeApiEndpoint = api.Endpoint)
                .Build()
                .RunAsync(stop.Token);
            await api.InvokeAsync("id-7", "{}");
        }
        finally
        {
            Console.SetOut(console);
        }

        await stop.CancelAsync();
        await running;
        return written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\tid-7\tinfo\tstored 2 of 007$")]
    private static partial Regex Info();
}
