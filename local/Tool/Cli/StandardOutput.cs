using System.Text;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tool.Cli;

/// <summary>
/// Standard output and standard error as every command writes them: text for people is encoded by <see cref="VisibleText"/> here, at the
/// last step, so that no path, SQL or record reaches a terminal as a command; and a pipe that nobody reads any more ends the program.
/// </summary>
static class StandardOutput
{
    static Stream _output = Stream.Null;

    /// <summary>Writes a terminal's own sequences for colors and cursor movements; their content is encoded.</summary>
    public static IAnsiConsole Terminal { get; private set; } = AnsiConsole.Console;

    /// <summary>The same for standard error.</summary>
    public static IAnsiConsole ErrorTerminal { get; private set; } = AnsiConsole.Console;

    /// <summary>Replaces the streams of <see cref="Console"/>.</summary>
    public static void Open()
    {
        _output = OpenOutput();
        var output = Writer(_output);
        var error = Writer(Console.OpenStandardError());
        Console.SetOut(new VisibleTextWriter(output));
        Console.SetError(new VisibleTextWriter(error));
        Terminal = AnsiConsole.Console = TerminalOf(output, Console.IsOutputRedirected);
        ErrorTerminal = TerminalOf(error, Console.IsErrorRedirected);
    }

    /// <summary>
    /// Opens standard output for data: bytes go unchanged into a pipe or a file. A terminal gets them as visible text.
    /// </summary>
    public static Stream OpenData() => Console.IsOutputRedirected ? new UnclosedStream(_output) : new VisibleTextStream(Console.Out);

    /// <summary>Opens standard output for data that is text.</summary>
    public static TextWriter OpenDataText() => new StreamWriter(OpenData(), new UTF8Encoding(false), 64 * 1024);

    // .NET's own stream for standard output ignores a closed pipe. FileStream reports it, but overwrites text that other programs append to
    // a file.
    static OutputStream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return new OutputStream(Console.OpenStandardOutput());
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new OutputStream(stream.CanSeek ? Console.OpenStandardOutput() : stream);
    }

    static TextWriter Writer(Stream stream) =>
        TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true });

    static IAnsiConsole TerminalOf(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new TerminalOutput(writer, !isRedirected) });
        console.Pipeline.Attach(new VisibleTextHook());
        return console;
    }

    sealed class TerminalOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        // Spectre.Console's default for an unknown size.
        const int UsualWidth = 80;
        const int UsualHeight = 24;

        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => Size(() => Console.BufferWidth, UsualWidth);

        public int Height => Size(() => Console.WindowHeight, UsualHeight);

        public void SetEncoding(Encoding encoding)
        {
            // Always UTF-8.
        }

        static int Size(Func<int> read, int otherwise)
        {
            try
            {
                return read() is > 0 and var size ? size : otherwise;
            }
            catch (IOException)
            {
                return otherwise;
            }
        }
    }

    /// <summary>Encodes the text that Spectre.Console draws, but not its own sequences.</summary>
    sealed class VisibleTextHook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new VisibleRenderable(renderable));
    }

    sealed class VisibleRenderable(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(segment =>
            segment.IsControlCode || VisibleText.IndexInLines(segment.Text) < 0 ? segment
                : new Segment(VisibleText.OfLines(segment.Text), segment.Style));
    }
}
