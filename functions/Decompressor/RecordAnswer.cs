using System.Buffers.Text;
using static Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseResponse;

namespace Decompressor;

/// <summary>The answer to one record of the event.</summary>
public sealed class RecordAnswer
{
    static readonly int Frame = """{"recordId":"","result":""},""".Length;

    /// <summary>The bytes that data adds to an answer, without the data.</summary>
    static readonly int DataFrame = ",\"data\":\"\"".Length;

    /// <summary>The bytes that lines add to the answer for a dropped record, without the lines.</summary>
    public static readonly int LinesFrame = DataFrame + TRANSFORMED_STATE_OK.Length - TRANSFORMED_STATE_DROPPED.Length;

    RecordAnswer(FirehoseRecord record, string result, int? dataLength = null)
    {
        (Record, Result) = (record, result);
        Size = Frame + record.RecordId.Length + result.Length + (dataLength is { } length ? DataFrame + length : 0);
    }

    public FirehoseRecord Record { get; }

    /// <summary>Firehose's <c>Ok</c>, <c>Dropped</c> or <c>ProcessingFailed</c>.</summary>
    public string Result { get; }

    /// <summary>The record's own data, as the inside of a JSON string; null if it is not returned.</summary>
    public ReadOnlyMemory<byte>? Data { get; private init; }

    /// <summary>The lines, which become base64 in the response; null if there are none.</summary>
    public ReadOnlyMemory<byte>? Lines { get; private init; }

    /// <summary>The number of log events in the lines, and how many of them do not match the format.</summary>
    public (int Events, int Unparsed) Counts { get; private init; }

    /// <summary>Whether the record is dropped because its log events are sent back.</summary>
    public bool ComesAgain { get; private init; }

    /// <summary>The number of log events of a record that exceeds any response; otherwise 0.</summary>
    public int EventsToDivide { get; private init; }

    /// <summary>The bytes that the answer takes in the response, with a comma after it.</summary>
    public int Size { get; }

    /// <summary>Returns the bytes that lines take as the data of an answer.</summary>
    public static int DataLength(ReadOnlyMemory<byte> lines) => Base64.GetMaxEncodedToUtf8Length(lines.Length);

    public static RecordAnswer Ok(FirehoseRecord record, TransformedRecord transformed) =>
        new(record, TRANSFORMED_STATE_OK, DataLength(transformed.Lines!.Value))
        {
            Lines = transformed.Lines,
            Counts = (transformed.Events, transformed.Unparsed),
        };

    public static RecordAnswer Dropped(FirehoseRecord record) => new(record, TRANSFORMED_STATE_DROPPED);

    public static RecordAnswer SentBack(FirehoseRecord record, int eventsToDivide = 0) =>
        new(record, TRANSFORMED_STATE_DROPPED) { ComesAgain = true, EventsToDivide = eventsToDivide };

    /// <summary>Answers with the record's own data, which Firehose keeps under the error prefix.</summary>
    /// <remarks>The data is that of the event, unchanged: it may be invalid base64.</remarks>
    public static RecordAnswer Failed(FirehoseRecord record) =>
        new(record, TRANSFORMED_STATE_PROCESSINGFAILED, record.Data?.Length) { Data = record.Data };
}
