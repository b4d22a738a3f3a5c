using System.Text.Json;
using AWS.Lambda.Powertools.Logging.Internal;

namespace Powertools.Tests;

/// <summary>Captures the lines of the log.</summary>
static class Lines
{
    /// <summary>2026-11-25T12:34:56.7890000Z.</summary>
    static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 34, 56, 789, TimeSpan.Zero);

    /// <summary>Runs the action and returns the text that it writes to the console.</summary>
    public static string Of(Action<LogWriter> log, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(variable => variable.Name, variable => variable.Value);
        var console = Console.Out;
        using var written = new StringWriter { NewLine = "\n" };
        Console.SetOut(written);
        try
        {
            log(new LogWriter(LoggerConfiguration.Read(variables.GetValueOrDefault), new FixedTime()));
        }
        finally
        {
            Console.SetOut(console);
        }
        return written.ToString();
    }

    /// <summary>Returns the single line, which must be a JSON object without duplicate keys.</summary>
    public static JsonElement One(Action<LogWriter> log, params (string Name, string Value)[] environment)
    {
        var text = Of(log, environment);
        Assert.Equal(text.Length - 1, text.IndexOfAny(['\n', '\r', '\u0085', '\u2028', '\u2029']));
        var line = JsonElement.Parse(text);
        Assert.Equal(line.EnumerateObject().Count(), line.EnumerateObject().DistinctBy(property => property.Name).Count());
        return line;
    }

    sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
