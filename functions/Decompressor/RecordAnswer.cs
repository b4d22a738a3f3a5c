using static Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseResponse;

namespace Decompressor;

/// <summary>The answer for one record of the event.</summary>
public sealed class RecordAnswer
{
    static readonly int Frame = """{"recordId":"","result":""},""".Length;

    /// <summary>What data adds to an answer beside itself.</summary>
    static readonly int DataFrame = ",\"data\":\"\"".Length;

    /// <summary>What lines add to the answer for a record that was dropped, beside themselves.</summary>
    public static readonly int LinesFrame = DataFrame + TRANSFORMED_STATE_OK.Length - TRANSFORMED_STATE_DROPPED.Length;

    RecordAnswer(FirehoseRecord record, string result, ReadOnlyMemory<byte>? data)
    {
        (Record, Result, Data) = (record, result, data);
        Size = SizeWithoutData(record, result) + (data is { } text ? DataFrame + text.Length : 0);
    }

    public FirehoseRecord Record { get; }

    /// <summary>One of Firehose's three.</summary>
    public string Result { get; }

    /// <summary>As the inside of a JSON string; null where the answer has none.</summary>
    public ReadOnlyMemory<byte>? Data { get; }

    /// <summary>Log events and, of them, those that do not fit the format, in the lines that are answered.</summary>
    public (int Events, int Unparsed) Counts { get; private init; }

    /// <summary>Whether the record is dropped on the promise that its log events come again.</summary>
    public bool ComesAgain { get; private init; }

    /// <summary>Whether the record comes again because no response has room for all of its lines.</summary>
    public bool IsTooLarge { get; private init; }

    /// <summary>What the answer takes in the response, in bytes, with a comma behind it.</summary>
    public int Size { get; }

    public static RecordAnswer Ok(FirehoseRecord record, TransformedRecord lines) =>
        new(record, TRANSFORMED_STATE_OK, lines.Data) { Counts = (lines.Events, lines.Unparsed) };

    public static RecordAnswer Dropped(FirehoseRecord record) => new(record, TRANSFORMED_STATE_DROPPED, null);

    public static RecordAnswer SentBack(FirehoseRecord record, bool isTooLarge) =>
        new(record, TRANSFORMED_STATE_DROPPED, null) { ComesAgain = true, IsTooLarge = isTooLarge };

    /// <summary>With the record's own data, which Firehose keeps under the error prefix.</summary>
    /// <remarks>As it stood in the event: data that could not be read need not be base64.</remarks>
    public static RecordAnswer Failed(FirehoseRecord record) => new(record, TRANSFORMED_STATE_PROCESSINGFAILED, record.Data);

    static int SizeWithoutData(FirehoseRecord record, string result) => Frame + record.RecordId.Length + result.Length;
}
