using System.Diagnostics;

namespace Web.Tests;

/// <summary>Runs the <c>flowlogs</c> executable.</summary>
static class FlowLogsCommand
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>The text on standard output.</returns>
    public static Task<string> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    /// <summary>Runs it to its end with a text on standard input.</summary>
    public static async Task<string> RunWithInputAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"flowlogs {string.Join(' ', arguments)}: {await errors}");
    }

    /// <summary>Starts it. The caller ends it.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Tool.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        })!;
}
