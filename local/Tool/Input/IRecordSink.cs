namespace Tool.Input;

/// <summary>Receives the records of one input.</summary>
interface IRecordSink
{
    /// <summary>The format of records without field names.</summary>
    FlowLogFormat OwnFormat { get; }

    /// <summary>Sets the format of the following records.</summary>
    /// <param name="format">The format.</param>
    /// <param name="saidBy">The source of the field names, for messages.</param>
    void Use(FlowLogFormat format, string saidBy);

    /// <summary>Sets the format of the following records to <see cref="OwnFormat"/>.</summary>
    void UseOwn();

    /// <summary>Receives a record, or other text in its place.</summary>
    /// <param name="place">The number of the line, the event or the row in the input, from 1.</param>
    /// <param name="text">The record's text.</param>
    /// <param name="milliseconds">The log event's time in milliseconds since 1970 UTC, if the input has one.</param>
    /// <param name="isCut">Whether the text is only the beginning of a text that exceeds a log event.</param>
    void Add(long place, ReadOnlySpan<byte> text, long? milliseconds = null, bool isCut = false);

    /// <summary>Receives text that is not a record, whatever its number of words, and keeps it as unparsed.</summary>
    /// <param name="place">The number of the line, the event or the row in the input, from 1.</param>
    /// <param name="text">The text.</param>
    /// <param name="problem">Why it is not a record.</param>
    /// <param name="milliseconds">The log event's time in milliseconds since 1970 UTC, if the input has one.</param>
    void AddOther(long place, ReadOnlySpan<byte> text, string problem, long? milliseconds = null);
}
