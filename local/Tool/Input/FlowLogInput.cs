using System.Text.Json;
using Emulator.CloudWatchLogs;
using Tool.Timeline;

namespace Tool.Input;

/// <summary>Reads flow logs of every kind into a timeline, and reports lines that do not match the format.</summary>
/// <param name="timeline">Receives every record, including those that do not match.</param>
/// <param name="format">The format of the stack, and of inputs without field names.</param>
/// <param name="report">Receives each problem as one line of text.</param>
public sealed class FlowLogInput(LineTimeline timeline, FlowLogFormat format, Action<string> report)
{
    /// <summary>The maximum number of problems that are reported individually.</summary>
    const int LongestReport = 1000;

    /// <summary>The maximum number of notes.</summary>
    const int MostNotes = 100;

    long _reported;
    int _notes;
    FlowLogFormat? _complete;

    /// <summary>The kind of all inputs; null to detect it.</summary>
    public FileKind? Kind { get; init; }

    /// <summary>Receives the detected kind of each input as one line of text.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>The format of inputs without field names; null for the stack's format.</summary>
    public FlowLogFormat? OwnFormat { get; init; }

    /// <summary>The number of earlier lines of the same text, to which line numbers are added.</summary>
    public long LinesBefore { get; init; }

    /// <summary>The number of lines, events or rows that are records: all but blank lines and headers.</summary>
    public long Lines { get; internal set; }

    /// <summary>The number of lines that do not match their format. Each was reported and is kept.</summary>
    public long Misfits { get; internal set; }

    /// <summary>The number of inputs that could not be read completely.</summary>
    public int Failures { get; private set; }

    /// <summary>The format of the records of <see cref="Replay"/>: the stack's fields, followed by those that only inputs have.</summary>
    public FlowLogFormat Format => _complete ??= RunFormat.Complete();

    internal LineTimeline Timeline { get; } = timeline;

    internal FlowLogFormat StackFormat { get; } = format;

    internal RunFormat RunFormat { get; } = new(format);

    /// <summary>Reads one input. An error is reported, and the records before it are kept.</summary>
    /// <param name="source">The input.</param>
    /// <param name="progress">Receives the number of bytes read so far, before they are inflated, at intervals.</param>
    /// <param name="cancellation">Cancels reading.</param>
    public void Read(InputSource source, Action<long>? progress, CancellationToken cancellation)
    {
        try
        {
            using var content = FlowLogFile.Open(source, Kind, progress);
            Read(source.Name, content, cancellation);
        }
        catch (InputException exception)
        {
            Failures++;
            Tell(exception.Message);
        }
    }

    /// <summary>Reads open text of a known kind.</summary>
    public void Read(string name, Stream stream, CancellationToken cancellation)
    {
        using var content = new FileContent(FileKind.Text, stream, null);
        Read(name, content, cancellation);
    }

    /// <summary>
    /// Returns all records in the order of time, in <see cref="Format"/>; records that do not match it are unchanged. The text of a record
    /// is valid until the next one.
    /// </summary>
    /// <param name="now">The time of records without a time if no record has one, in seconds since 1970 UTC.</param>
    public IEnumerable<TimedLine> Replay(long now) =>
        Format.Fields.Length > StackFormat.Fields.Length ? ReplayLonger(now) : Timeline.Read(now);

    // Records that were read before the run had more fields get these fields now.
    IEnumerable<TimedLine> ReplayLonger(long now)
    {
        var fields = Format.Fields.Length;
        var places = new List<Range>();
        var padded = new byte[1024];
        foreach (var line in Timeline.Read(now))
        {
            if (SourceRecords.IsAsItWas(line) || Words.Divide(line.Text.Span, places) is var count && count >= fields)
            {
                yield return line;
                continue;
            }
            var length = line.Text.Length;
            if (padded.Length < length + 2 * fields)
                padded = new byte[length + 2 * fields];
            line.Text.CopyTo(padded);
            for (; count < fields; count++)
            {
                padded[length++] = (byte)' ';
                padded[length++] = (byte)'-';
            }
            yield return line with { Text = padded.AsMemory(0, length) };
        }
    }

    void Read(string name, FileContent content, CancellationToken cancellation)
    {
        var before = Lines;
        long? lines = null;
        var records = new SourceRecords(this, name, content);
        try
        {
            switch (content.Kind)
            {
                case FileKind.Json:
                    new JsonRecords(content.Stream, records).Read(cancellation);
                    break;
                case FileKind.Csv:
                    CsvRecords.Read(content, records, cancellation);
                    break;
                case FileKind.Parquet:
                    ParquetRecords.Read(content.Path!, records, cancellation);
                    break;
                default:
                    lines = TextRecords.Read(content.Stream, content.Kind == FileKind.Export, records, cancellation);
                    break;
            }
        }
        catch (Exception exception) when (exception
            is InputException or InvalidDataException or IOException or JsonException or FormatException)
        {
            Failures++;
            Tell($"{name}: {(exception is JsonException json ? Fault(json) : exception.Message)}"
                + (Lines == before ? "" : $" The {Lines - before} {Units(content.Kind)} before the error are kept."));
            return;
        }
        finally
        {
            records.End();
        }
        if (Lines == before)
            Tell(lines == 0 ? $"{name}: the input is empty." : $"{name}: the input has no flow log records.");
    }

    // The reader's own message has advice for its programmer, and a place within a part of the input.
    static string Fault(JsonException exception) => "Invalid JSON: "
        + exception.Message.Split(" LineNumber:")[0].Replace(" Change the reader options.", "", StringComparison.Ordinal)
            .Replace(" which is not supported in this mode", "", StringComparison.Ordinal);

    static string Units(FileKind kind) => kind is FileKind.Text or FileKind.Export ? "lines" : "records";

    /// <summary>Reports a line that does not match its format.</summary>
    internal void Report(string problem)
    {
        _reported++;
        if (_reported <= LongestReport)
            Tell(problem);
        else if (_reported == LongestReport + 1)
            Tell("More lines do not match the format. They are counted, but not listed.");
    }

    /// <summary>Passes on a note about an input, up to a maximum number of notes.</summary>
    internal void MakeNote(string text)
    {
        _notes++;
        if (_notes <= MostNotes + 1)
            Note?.Invoke(Printable(_notes <= MostNotes ? text : "More inputs are not listed."));
    }

    // A line can contain control characters.
    static string Printable(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(text.Select(letter => char.IsControl(letter) ? $@"\x{(int)letter:x2}" : $"{letter}"))
            : text;

    /// <summary>Reports a problem of an input as a whole.</summary>
    internal void Tell(string text) => report(Printable(text));
}
