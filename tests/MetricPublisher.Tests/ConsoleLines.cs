using System.Runtime.CompilerServices;
using System.Text;

namespace MetricPublisher.Tests;

/// <summary>The function's log, which is the console's: each test gets the lines that its own calls write.</summary>
sealed class ConsoleLines : TextWriter
{
    static readonly AsyncLocal<List<string>?> Current = new();

    readonly TextWriter _console = Console.Out;

    public override Encoding Encoding => _console.Encoding;

    [ModuleInitializer]
    internal static void Install() => Console.SetOut(new ConsoleLines());

    /// <summary>From here on this test's lines go into the list.</summary>
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
