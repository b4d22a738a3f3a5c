namespace Tool.Input;

/// <summary>Takes the records that a reader finds in one input.</summary>
interface IRecordSink
{
    /// <summary>From here on the records are in this format.</summary>
    void Use(FlowLogFormat format, string saidBy);

    /// <summary>From here on the records are in the format of inputs that do not say theirs.</summary>
    void UseOwn();

    /// <summary>Takes a record, or what stands in a record's place.</summary>
    /// <param name="place">Its number in the input, from 1: of the line, the event or the row.</param>
    /// <param name="text">Its text.</param>
    /// <param name="milliseconds">When the log event came to be, in milliseconds since 1970 UTC, where the input says so.</param>
    /// <param name="isCut">Whether this is only the beginning of something longer than a log event can be.</param>
    void Add(long place, ReadOnlySpan<byte> text, long? milliseconds = null, bool isCut = false);
}
