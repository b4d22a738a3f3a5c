using System.Text.Unicode;
using Emulator.CloudWatchLogs;
using Tool.Timeline;

namespace Tool.Input;

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
        _own = input.OwnFormat is { } own ? (own, "--format") : (input.StackFormat, "");
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
        _input.Timeline.Add(text, end, isNear ? start : 0, isNear ? eni.Length : 0);
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
        _input.RunFormat.NoteOther(words);
        _input.Timeline.Add(text, end, text.Length > 0 ? AsItWas : 0, 0);
    }

    /// <summary>Returns the text in the form of a log event.</summary>
    static ReadOnlySpan<byte> AsLogEvent(ReadOnlySpan<byte> text, bool isCut, out string? problem)
    {
        problem = null;
        if (!Utf8.IsValid(text))
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

    void TakeOn() => _order = _input.RunFormat.TakeOn(_format);

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
