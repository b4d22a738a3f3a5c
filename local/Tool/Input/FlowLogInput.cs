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

    readonly LineTimeline _timeline = timeline;
    readonly FlowLogFormat _stackFormat = format;
    readonly RunFormat _runFormat = new(format);
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
    public long Lines { get; private set; }

    /// <summary>The number of lines that do not match their format. Each was reported and is kept.</summary>
    public long Misfits { get; private set; }

    /// <summary>The number of inputs that could not be read completely.</summary>
    public int Failures { get; private set; }

    /// <summary>The format of the records of <see cref="Replay"/>: the stack's fields, followed by those that only inputs have.</summary>
    public FlowLogFormat Format => _complete ??= _runFormat.Complete();

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
        Format.Fields.Length > _stackFormat.Fields.Length ? ReplayLonger(now) : _timeline.Read(now);

    // Records that were read before the run had more fields get these fields now.
    IEnumerable<TimedLine> ReplayLonger(long now)
    {
        var fields = Format.Fields.Length;
        var places = new List<Range>();
        var padded = new byte[1024];
        foreach (var line in _timeline.Read(now))
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

    void Report(string problem)
    {
        _reported++;
        if (_reported <= LongestReport)
            Tell(problem);
        else if (_reported == LongestReport + 1)
            Tell("More lines do not match the format. They are counted, but not listed.");
    }

    void MakeNote(string text)
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

    void Tell(string text) => report(Printable(text));

    /// <summary>Passes the records of one input to the timeline.</summary>
    sealed class SourceRecords : IRecordSink
    {
        /// <summary>An index that no interface id has. It marks a line that goes through the stack unchanged.</summary>
        const int AsItWas = 1;

        readonly FlowLogInput _input;
        readonly string _name;
        readonly FileContent _content;
        readonly List<Range> _places = [];
        readonly HashSet<FlowLogField> _named = [];
        (FlowLogFormat Format, string SaidBy) _own;
        FlowLogFormat _format;
        string _saidBy;
        int[]? _order;
        byte[] _line = new byte[1024];
        bool _isTold;
        bool _isFirst = true;
        long _timeless;
        long _firstTimeless;

        public SourceRecords(FlowLogInput input, string name, FileContent content)
        {
            (_input, _name, _content) = (input, name, content);
            _own = input.OwnFormat is { } own ? (own, "--format") : (input._stackFormat, "");
            (_format, _saidBy) = _own;
            TakeOn();
        }

        public FlowLogFormat OwnFormat => _own.Format;

        public static bool IsAsItWas(in TimedLine line) => line is { InterfaceStart: AsItWas, InterfaceLength: 0 };

        public void Use(FlowLogFormat format, string saidBy)
        {
            (_format, _saidBy) = (format, saidBy);
            TakeOn();
            _isFirst = false;
            _named.UnionWith(format.Fields);
            TellOnce();
        }

        public void UseOwn()
        {
            (_format, _saidBy) = _own;
            TakeOn();
        }

        public void Add(long place, ReadOnlySpan<byte> text, long? milliseconds, bool isCut)
        {
            _input.Lines++;
            text = AsLogEvent(text, isCut, out var problem);
            var record = new FlowLogLine();
            var fits = record.Read(text, _format);
            if (_isFirst)
            {
                _isFirst = false;
                if (!fits && Guess(text) is { } other)
                {
                    _own = (other, "its first record");
                    Use(_own.Format, _own.SaidBy);
                    fits = record.Read(text, _format);
                }
                TellOnce();
            }
            if (!fits)
                ReportMisfit(place, problem ?? FlowLogLine.Problem(text, _format) ?? "not a record");
            var end = Time(record, FlowLogFields.End) ?? Time(record, FlowLogFields.Start) ?? milliseconds / 1000;
            if (fits && end is null && _timeless++ == 0)
                _firstTimeless = _input.LinesBefore + place;
            if ((!fits || _order is not null) && Words.Divide(text, _places) != _format.Fields.Length)
            {
                AddAsItIs(text, _places.Count, end);
                return;
            }
            var eni = record[FlowLogFields.InterfaceId];
            if (_order is not null)
                text = InOrder(text);
            var start = eni.IsEmpty ? 0 : PlaceOf(eni, text);
            var isNear = start + eni.Length <= ushort.MaxValue;
            _input._timeline.Add(text, end, isNear ? start : 0, isNear ? eni.Length : 0);
        }

        public void AddOther(long place, ReadOnlySpan<byte> text, string problem, long? milliseconds)
        {
            _input.Lines++;
            _isFirst = false;
            TellOnce();
            text = AsLogEvent(text, isCut: false, out var otherProblem);
            ReportMisfit(place, otherProblem ?? problem);
            AddAsItIs(text, Words.Divide(text, _places), milliseconds / 1000);
        }

        /// <summary>Reports problems of the input as a whole.</summary>
        public void End()
        {
            if (_timeless > 0)
                _input.Tell(
                    $"{_name}: {_timeless} {(_timeless == 1 ? "record has" : "records have")} no readable time, the first at "
                    + $"{_firstTimeless}. "
                    + "They are stored at the time of the run's newest record, or now if no record has a time.");
            if (_content.Packing is null || _named.Count == 0)
                return;
            var lacking = string.Join(" and no ", FieldNames.Lacking(_named));
            if (lacking.Length > 0)
                _input.Tell($"{_name}: the input has no {lacking}. Those columns are NULL.");
            var others = _named.Where(field => !field.IsKnown).Select(field => field.Name).Distinct().ToList();
            if (others.Count > 0)
                _input.MakeNote($"{_name}: the fields {string.Join(", ", others.Take(5))} are not documented. "
                    + "Their values go to other_fields.");
        }

        void AddAsItIs(ReadOnlySpan<byte> text, int words, long? end)
        {
            _input._runFormat.NoteOther(words);
            _input._timeline.Add(text, end, text.Length > 0 ? AsItWas : 0, 0);
        }

        /// <summary>Returns the text in the form of a log event.</summary>
        static ReadOnlySpan<byte> AsLogEvent(ReadOnlySpan<byte> text, bool isCut, out string? problem)
        {
            problem = null;
            if (!System.Text.Unicode.Utf8.IsValid(text))
            {
                text = LogEventText.Escape(text);
                problem = @"not UTF-8, which a log event has to be; other bytes are kept as \xHH";
            }
            if (isCut || text.Length > LogEventText.Largest)
            {
                text = LogEventText.Cut(text);
                problem = $"longer than {LogEventText.Largest} bytes, the limit of a log event; its beginning is kept";
            }
            return text;
        }

        void ReportMisfit(long place, string problem)
        {
            _input.Misfits++;
            _input.Report($"{_name}:{_input.LinesBefore + place}: {problem}");
        }

        // The interface id is in the text, unless InOrder has written another one.
        static int PlaceOf(ReadOnlySpan<byte> eni, ReadOnlySpan<byte> text) =>
            text.Overlaps(eni, out var place) ? place : text.IndexOf(eni);

        void TakeOn() => _order = _input._runFormat.TakeOn(_format);

        static long? Time(in FlowLogLine record, FlowLogField field) =>
            field.TryReadNumber(record[field], out var seconds) ? seconds : null;

        /// <summary>Returns the default format of a first record that is not in the expected format.</summary>
        FlowLogFormat? Guess(ReadOnlySpan<byte> text)
        {
            foreach (var other in new[] { FlowLogFormat.Default, FlowLogFormat.TransitGatewayDefault })
                if (_saidBy.Length == 0 && other != _format && new FlowLogLine().Read(text, other))
                    return other;
            return null;
        }

        /// <summary>Returns the record in the run's format.</summary>
        ReadOnlySpan<byte> InOrder(ReadOnlySpan<byte> text)
        {
            if (_line.Length < text.Length + 2 * _order!.Length)
                _line = new byte[text.Length + 2 * _order.Length];
            var length = 0;
            foreach (var place in _order)
            {
                if (length > 0)
                    _line[length++] = (byte)' ';
                var value = place < 0 ? "-"u8 : text[_places[place]];
                value.CopyTo(_line.AsSpan(length));
                length += value.Length;
            }
            return _line.AsSpan(0, length);
        }

        void TellOnce()
        {
            if (_isTold || _content.Packing is null)
                return;
            _isTold = true;
            var count = _format.Fields.Length;
            var fields = _saidBy.Length == 0 ? "" : $", {count} {(count == 1 ? "field" : "fields")} by {_saidBy}";
            _input.MakeNote($"{_name}: {FileKinds.Describe(_content.Kind)}{_content.Packing}{fields}");
        }
    }
}
