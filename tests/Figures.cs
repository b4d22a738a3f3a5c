using System.Globalization;

namespace FlowLogs.Tests;

/// <summary>Collects figures of tests, such as cases and seconds, for the summary of the test run.</summary>
static class Figures
{
    static readonly Lock Turn = new();

    /// <summary>Adds a figure, such as "12 kills of a run, nothing lost". <c>./test</c> sets the file that collects them.</summary>
    public static void Tell(string text)
    {
        TestContext.Current.SendDiagnosticMessage("{0}", text);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("FLOWLOGS_FIGURES") is not { Length: > 0 } file)
            return;
        lock (Turn)
        {
            // Several test processes append at the same time; a line this short is written in one piece.
            using var figures = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            figures.Write(System.Text.Encoding.UTF8.GetBytes($"{text}\n"));
        }
    }

    /// <summary>Returns a number that a longer run sets through an environment variable.</summary>
    public static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : otherwise;
}
