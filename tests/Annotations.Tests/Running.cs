using Aws.Tests;

namespace Annotations.Tests;

/// <summary>Runs Main of a compiled program with a Lambda Runtime API on the loopback until it is disposed.</summary>
sealed class Running : IAsyncDisposable
{
    readonly Task _main;

    Running(FakeRuntimeApi api, Task main) => (Api, _main) = (api, main);

    public FakeRuntimeApi Api { get; }

    public static async Task<Running> StartAsync(Compiled program, string? handler)
    {
        var api = await FakeRuntimeApi.StartAsync();
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", api.Endpoint);
        Environment.SetEnvironmentVariable("ANNOTATIONS_HANDLER", handler);
        var main = program.Load().EntryPoint!.DeclaringType!.GetMethod("Main")!;
        return new Running(api, Task.Run(() => (Task)main.Invoke(null, [Array.Empty<string>()])!));
    }

    public async Task<string> InvokeAsync(string json) => (await Api.InvokeAsync(Guid.NewGuid().ToString(), json)).Text;

    /// <summary>Returns the initialization error that the program posts; Main must end with the same exception.</summary>
    public async Task<string> InitErrorAsync()
    {
        var error = await Api.InitError.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() =>
            _main.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        var message = System.Text.Json.JsonElement.Parse(error.Body).GetProperty("errorMessage").GetString()!;
        Assert.Equal(thrown.Message, message);
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        // The program ends when its Runtime API stops, as in Lambda.
        await Api.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => _main.WaitAsync(TimeSpan.FromSeconds(30)));
        Environment.SetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API", null);
        Environment.SetEnvironmentVariable("ANNOTATIONS_HANDLER", null);
    }
}
