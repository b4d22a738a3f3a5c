using System.Text;

namespace Tool.Cli;

/// <summary>Passes text on to standard output or standard error, with hidden characters made visible.</summary>
sealed class VisibleTextWriter : TextWriter
{
    readonly TextWriter _output;

    public VisibleTextWriter(TextWriter output)
    {
        _output = output;
        NewLine = "\n";
    }

    public override Encoding Encoding => _output.Encoding;

    public override void Write(char value)
    {
        if (value != '\n' && value != '\t' && VisibleText.IsHidden(value))
            _output.Write(VisibleText.Code(value));
        else
            _output.Write(value);
    }

    public override void Write(string? value) => _output.Write(VisibleText.OfLines(value ?? ""));

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (VisibleText.IndexInLines(buffer) < 0)
            _output.Write(buffer);
        else
            _output.Write(VisibleText.OfLines(buffer.ToString()));
    }

    // The line and its line break in one write: functions write to the same terminal.
    public override void WriteLine(string? value) => _output.Write($"{VisibleText.OfLines(value ?? "")}\n");

    public override void Flush() => _output.Flush();
}

/// <summary>Takes UTF-8 and writes it to a terminal as visible text.</summary>
/// <param name="terminal">The terminal, which encodes hidden characters.</param>
sealed class VisibleTextStream(TextWriter terminal) : WriteOnlyStream
{
    // Keeps the first bytes of an incomplete character.
    readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var text = new char[_decoder.GetCharCount(buffer, flush: false)];
        _decoder.GetChars(buffer, text, flush: false);
        terminal.Write(text);
    }

    public override void Flush() => terminal.Flush();
}
