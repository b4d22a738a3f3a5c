using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Faults.Tests;

/// <summary>The outcome of an invocation.</summary>
/// <param name="IsError">Whether Lambda sees a failure, and retries if the event source does.</param>
/// <param name="Payload">The answer or the error, as JSON.</param>
/// <param name="Error">The summary of the error, or an empty string.</param>
/// <param name="Lines">The lines of the function's log.</param>
sealed record Outcome(bool IsError, string Payload, string Error, IReadOnlyCollection<string> Lines)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public JsonElement Json => JsonElement.Parse(Payload);

    /// <summary>The log so far, and the error.</summary>
    public string Log => $"{string.Join('\n', Lines)}\n{Error}";

    /// <summary>Fails if neither the log nor the error ever contains the pattern.</summary>
    public async Task SaysAsync(string pattern)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !Regex.IsMatch(Log, pattern);)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Matches(pattern, Log);
    }
}
