using System.Buffers;
using System.Text;
using System.Text.Unicode;
using FlowLogs.Local.Timeline;

namespace FlowLogs.Local.Input;

/// <summary>Reads flow-log text into a timeline, and reports the lines that do not fit the format.</summary>
/// <param name="timeline">Where every line goes, whether it fits or not.</param>
/// <param name="format">The flow log's format.</param>
/// <param name="report">Told of each problem, one line of text each.</param>
public sealed class FlowLogInput(LineTimeline timeline, FlowLogFormat format, Action<string> report)
{
    /// <summary>The problems that are told of one by one; a longer list helps nobody.</summary>
    private const int LongestReport = 1000;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz- "u8);

    private long _reported;

    /// <summary>Lines that are records: all but blank lines and headers.</summary>
    public long Lines { get; private set; }

    /// <summary>Those of the lines that do not fit the format. Each was reported, and is kept.</summary>
    public long Misfits { get; private set; }

    /// <summary>Inputs that could not be read, or not to their end.</summary>
    public int Failures { get; private set; }

    /// <summary>Reads one input. A problem with it is reported, and what was read before stays.</summary>
    /// <param name="name">A path, or <c>-</c> for standard input.</param>
    /// <param name="progress">Told the bytes read so far, now and then.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public void Read(string name, Action<long>? progress, CancellationToken cancellation)
    {
        try
        {
            using var stream = FlowLogFile.Open(name);
            Read(name, stream, progress, cancellation);
        }
        catch (InputException exception)
        {
            Failures++;
            Tell(exception.Message);
        }
    }

    /// <summary>Reads text that is open already.</summary>
    public void Read(string name, Stream stream, Action<long>? progress, CancellationToken cancellation)
    {
        using var reader = new LineReader(stream, LogEventText.Largest);
        var before = Lines;
        long bytes = 0;
        try
        {
            while (reader.TryRead(out var line))
            {
                bytes += line.Length + 1;
                if ((reader.Number & 0xffff) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Invoke(bytes);
                }
                if (reader.Number == 1 && line.StartsWith("\uFEFF"u8))
                    line = line[3..];
                if (!IsBlank(line) && !IsHeader(name, reader.Number, line))
                    Add(name, reader, line);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Failures++;
            Tell($"{name}: {exception.Message} {Lines - before} lines before that are read.");
            return;
        }
        if (Lines == before)
            Tell(reader.Number == 0 ? $"{name}: is empty; it has no flow log records." : $"{name}: has no flow log records.");
    }

    private void Add(string name, LineReader reader, ReadOnlySpan<byte> line)
    {
        Lines++;
        string? problem = null;
        if (!Utf8.IsValid(line))
        {
            line = LogEventText.Escape(line);
            problem = @"not UTF-8, which a log event has to be; what is not is kept as \xHH";
        }
        if (reader.IsTooLong || line.Length > LogEventText.Largest)
        {
            line = LogEventText.Cut(line);
            problem = $"longer than {LogEventText.Largest} bytes, which is the largest log event; its beginning is kept";
        }
        var record = new FlowLogLine();
        if (!record.Read(line, format))
        {
            Misfits++;
            Report($"{name}:{reader.Number}: {problem ?? FlowLogLine.Problem(line, format) ?? "not a record"}");
        }
        var eni = record[FlowLogFields.InterfaceId];
        var start = eni.IsEmpty ? 0 : line.IndexOf(eni);
        long? end = FlowLogFields.End.TryReadNumber(record[FlowLogFields.End], out var seconds) ? seconds : null;
        var fits = start + eni.Length <= ushort.MaxValue;
        timeline.Add(line, end, fits ? start : 0, fits ? eni.Length : 0);
    }

    /// <summary>The first line of a file that VPC Flow Logs delivers to S3 names its fields.</summary>
    private bool IsHeader(string name, long number, ReadOnlySpan<byte> line)
    {
        if (line[0] is >= (byte)'0' and <= (byte)'9' || line.ContainsAnyExcept(Letters))
            return false;
        var names = Encoding.UTF8.GetString(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length < 2 || names.Any(field => FlowLogFields.All.All(known => known.Name != field)))
            return false;
        if (!names.SequenceEqual(format.Fields.Select(field => field.Name)))
            throw new InputException($"{name}:{number}: the header names other fields than the format has, which is {format}.");
        return true;
    }

    private void Report(string problem)
    {
        _reported++;
        if (_reported <= LongestReport)
            Tell(problem);
        else if (_reported == LongestReport + 1)
            Tell("More lines do not fit the format; they are counted, but not listed here.");
    }

    // What a line holds, a terminal might take for a command.
    private void Tell(string text) =>
        report(text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? $@"\x{(int)letter:x2}" : $"{letter}")) : text);

    private static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(" \t\r"u8);
}
