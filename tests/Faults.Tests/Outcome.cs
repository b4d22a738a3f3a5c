using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Faults.Tests;

/// <summary>What an invocation came to.</summary>
/// <param name="IsError">Lambda is told of a failure, and tries again where the event's source has it so.</param>
/// <param name="Payload">The answer or the error, as JSON.</param>
/// <param name="Error">The error in short, or nothing.</param>
/// <param name="Lines">The lines of the function's log, which come through a pipe of their own.</param>
sealed record Outcome(bool IsError, string Payload, string Error, IReadOnlyCollection<string> Lines)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public JsonElement Json => JsonElement.Parse(Payload);

    /// <summary>The log so far, and the error.</summary>
    public string Log => $"{string.Join('\n', Lines)}\n{Error}";

    /// <summary>Fails where neither the log nor the error comes to say this.</summary>
    public async Task SaysAsync(string pattern)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !Regex.IsMatch(Log, pattern);)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Matches(pattern, Log);
    }
}
