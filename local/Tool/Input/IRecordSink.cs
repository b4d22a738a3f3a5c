namespace Tool.Input;

/// <summary>Takes the records that a reader finds in one input.</summary>
interface IRecordSink
{
    /// <summary>The format of records that come without the names of their fields.</summary>
    FlowLogFormat OwnFormat { get; }

    /// <summary>Sets the format of the records that follow.</summary>
    /// <param name="format">The format.</param>
    /// <param name="saidBy">What names the fields, for messages.</param>
    void Use(FlowLogFormat format, string saidBy);

    /// <summary>Sets the format of the records that follow to <see cref="OwnFormat"/>.</summary>
    void UseOwn();

    /// <summary>Receives a record, or text in the place of a record.</summary>
    /// <param name="place">The number of the line, the event or the row in the input, from 1.</param>
    /// <param name="text">The record's text.</param>
    /// <param name="milliseconds">The log event's time in milliseconds since 1970 UTC, where the input has one.</param>
    /// <param name="isCut">Whether the text is only the beginning of something longer than a log event can be.</param>
    void Add(long place, ReadOnlySpan<byte> text, long? milliseconds = null, bool isCut = false);

    /// <summary>Takes something that is not a record, whatever its number of words: it is kept as unparsed.</summary>
    /// <param name="place">The number of the line, the event or the row in the input, from 1.</param>
    /// <param name="text">The text.</param>
    /// <param name="problem">Why it is not a record.</param>
    /// <param name="milliseconds">The log event's time in milliseconds since 1970 UTC, where the input has one.</param>
    void AddOther(long place, ReadOnlySpan<byte> text, string problem, long? milliseconds = null);

    /// <summary>Reports something that the reader noticed about the input as a whole.</summary>
    void Note(string text);
}
