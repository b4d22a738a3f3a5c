using System.Globalization;

namespace FlowLogs.Tests;

/// <summary>What a test has tried, told in the suite's summary: cases, seconds, faults survived.</summary>
static class Figures
{
    static readonly Lock Turn = new();

    /// <summary>Tells a figure, such as "12 kills of a run, nothing lost". <c>./test</c> names the file that gathers them.</summary>
    public static void Tell(FormattableString figure)
    {
        var text = figure.ToString(CultureInfo.InvariantCulture);
        TestContext.Current.SendDiagnosticMessage("{0}", text);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        if (Environment.GetEnvironmentVariable("FLOWLOGS_FIGURES") is not { Length: > 0 } file)
            return;
        lock (Turn)
        {
            // Appended by several test processes at once; a line this short goes out in one piece.
            using var figures = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            figures.Write(System.Text.Encoding.UTF8.GetBytes($"{text}\n"));
        }
    }

    /// <summary>A number that a longer run sets through a variable of the environment.</summary>
    public static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
