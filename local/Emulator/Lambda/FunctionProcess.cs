using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Emulator.Template;

namespace Emulator.Lambda;

/// <summary>One process of a function with its own Runtime API: an execution environment in the terms of Lambda.</summary>
sealed class FunctionProcess : IAsyncDisposable
{
    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    readonly FunctionResource _function;
    readonly LambdaOptions _options;
    readonly RuntimeApi _api;
    readonly Process _process;
    readonly FunctionLog _log;
    readonly Task _exited;
    bool _hasServed;
    bool _isKilled;

    FunctionProcess(FunctionResource function, LambdaOptions options, RuntimeApi api, Process process)
    {
        (_function, _options, _api, _process) = (function, options, api, process);
        _log = new FunctionLog(process.StandardOutput, process.StandardError, options.Log);
        _exited = process.WaitForExitAsync();
    }

    /// <summary>Whether the process has ended.</summary>
    public bool HasEnded => _isKilled || _exited.IsCompleted || _api.InitError.IsCompleted;

    /// <exception cref="FunctionException">The executable is missing or cannot be started.</exception>
    public static async Task<FunctionProcess> StartAsync(FunctionResource function, LambdaOptions options,
        CancellationToken cancellationToken)
    {
        var executable = FunctionExecutable.Find(options.FunctionsDirectory, function.AssemblyName);
        var api = await RuntimeApi.StartAsync(function.Arn, cancellationToken);
        try
        {
            return new FunctionProcess(function, options, api, Start(function, options, executable, api));
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            await api.DisposeAsync();
            throw new FunctionException($"{function.LogicalId} cannot be started: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Invokes the function. Returns null if the process ended after earlier invocations and before it took this event.</summary>
    /// <exception cref="FunctionException">The process ended, or did not request the event.</exception>
    public async Task<InvocationResult?> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new RuntimeInvocation(payload, _function.Timeout);
        _api.Enqueue(invocation);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.WhenAny(invocation.Taken, _exited, _api.InitError, Task.Delay(_options.StartLimit, done.Token));
            if (!invocation.Taken.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return HasEnded && _hasServed ? null : throw await NeverTookAsync();
            }

            _hasServed = true;
            await Task.WhenAny(invocation.Answer, _exited, Task.Delay(_function.Timeout, done.Token));
            if (_exited.IsCompleted && !invocation.Answer.IsCompleted)
            {
                // The process may have sent its response just before its end, and the server still has to read it.
                await Task.WhenAny(invocation.Answer, Task.Delay(TimeSpan.FromMilliseconds(500), done.Token));
            }

            if (invocation.Answer.IsCompleted)
                return await invocation.Answer;
            cancellationToken.ThrowIfCancellationRequested();
            return _exited.IsCompleted ? throw await EndedAsync("before it answered") : TimedOut(invocation);
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    /// <summary>Sends SIGTERM, waits, and then kills the process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_exited.IsCompleted)
        {
            Terminate();
            await Task.WhenAny(_exited, Task.Delay(EndLimit));
        }

        Kill();
        await _exited;
        await _log.DrainAsync();
        await _api.DisposeAsync();
        _process.Dispose();
    }

    /// <summary>Kills the process, as Lambda does at a timeout.</summary>
    public void Kill()
    {
        _isKilled = true;
        if (!_exited.IsCompleted)
            _process.Kill(entireProcessTree: true);
    }

    static Process Start(FunctionResource function, LambdaOptions options, FunctionExecutable executable, RuntimeApi api)
    {
        var start = new ProcessStartInfo(executable.Path, executable.Arguments)
        {
            WorkingDirectory = executable.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in FunctionEnvironment.Create(function, executable.Folder, api.Endpoint, options))
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("no process was started");
        process.StandardInput.Close();
        return process;
    }

    InvocationResult TimedOut(RuntimeInvocation invocation)
    {
        Kill();
        var seconds = _function.Timeout.TotalSeconds;
        return InvocationResult.Error("Sandbox.Timedout",
            $"RequestId: {invocation.RequestId} Error: Task timed out after {seconds:0.00} seconds");
    }

    async Task<FunctionException> NeverTookAsync()
    {
        if (_api.InitError.IsCompleted)
        {
            using var error = await _api.InitError;
            await Task.WhenAny(_exited, Task.Delay(EndLimit));
            return await FailureAsync($"{_function.LogicalId} could not be initialized: {error.ToString().TrimEnd('.')}");
        }

        return _exited.IsCompleted
            ? await EndedAsync("before it requested an event")
            : await FailureAsync($"{_function.LogicalId} did not request an event within {_options.StartLimit.TotalSeconds:0} seconds");
    }

    Task<FunctionException> EndedAsync(string when) =>
        FailureAsync($"{_function.LogicalId} ended with exit code {_process.ExitCode} {when}");

    async Task<FunctionException> FailureAsync(string sentence)
    {
        Kill();
        await _exited;
        await _log.DrainAsync();
        return new FunctionException(_log.Tail is { Length: > 0 } tail ? $"{sentence}; the end of its log:{tail}"
            : $"{sentence}, and logged nothing.");
    }

    void Terminate()
    {
        const int SigTerm = 15;
        if (!OperatingSystem.IsWindows())
            _ = SendSignal(_process.Id, SigTerm);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SendSignal(int process, int signal);
}
