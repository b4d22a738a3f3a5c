using System.Runtime.CompilerServices;
using System.Text;

namespace MetricPublisher.Tests;

/// <summary>Collects the console output of the function, separately for each test.</summary>
sealed class ConsoleLines : TextWriter
{
    static readonly AsyncLocal<List<string>?> Current = new();

    readonly TextWriter _console = Console.Out;

    public override Encoding Encoding => _console.Encoding;

    [ModuleInitializer]
    internal static void Install() => Console.SetOut(new ConsoleLines());

    /// <summary>Starts collecting the lines of this test.</summary>
    public static void CollectInto(List<string> lines) => Current.Value = lines;

    public override void Write(char value) => _console.Write(value);

    public override void Write(string? value) => _console.Write(value);

    public override void Flush() => _console.Flush();

    public override void WriteLine(string? value)
    {
        if (Current.Value is { } lines)
            lock (lines)
                lines.Add(value ?? "");
        else
            _console.WriteLine(value);
    }
}
