using System.Buffers.Text;
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

    RecordAnswer(FirehoseRecord record, string result, int? dataLength = null)
    {
        (Record, Result) = (record, result);
        Size = Frame + record.RecordId.Length + result.Length + (dataLength is { } length ? DataFrame + length : 0);
    }

    public FirehoseRecord Record { get; }

    /// <summary>One of Firehose's three.</summary>
    public string Result { get; }

    /// <summary>The record's own data, as the inside of a JSON string; null where it is not given back.</summary>
    public ReadOnlyMemory<byte>? Data { get; private init; }

    /// <summary>The lines that are answered, which become base64 in the response; null where there are none.</summary>
    public ReadOnlyMemory<byte>? Lines { get; private init; }

    /// <summary>Log events and, of them, those that do not fit the format, in the lines that are answered.</summary>
    public (int Events, int Unparsed) Counts { get; private init; }

    /// <summary>Whether the record is dropped on the promise that its log events come again.</summary>
    public bool ComesAgain { get; private init; }

    /// <summary>Whether the record comes again because no response has room for all of its lines.</summary>
    public bool IsTooLarge { get; private init; }

    /// <summary>What the answer takes in the response, in bytes, with a comma behind it.</summary>
    public int Size { get; }

    /// <summary>What lines take as the data of an answer, in bytes.</summary>
    public static int DataLength(ReadOnlyMemory<byte> lines) => Base64.GetMaxEncodedToUtf8Length(lines.Length);

    public static RecordAnswer Ok(FirehoseRecord record, TransformedRecord transformed) =>
        new(record, TRANSFORMED_STATE_OK, DataLength(transformed.Lines!.Value))
        {
            Lines = transformed.Lines,
            Counts = (transformed.Events, transformed.Unparsed),
        };

    public static RecordAnswer Dropped(FirehoseRecord record) => new(record, TRANSFORMED_STATE_DROPPED);

    public static RecordAnswer SentBack(FirehoseRecord record, bool isTooLarge) =>
        new(record, TRANSFORMED_STATE_DROPPED) { ComesAgain = true, IsTooLarge = isTooLarge };

    /// <summary>With the record's own data, which Firehose keeps under the error prefix.</summary>
    /// <remarks>As it stood in the event: data that could not be read need not be base64.</remarks>
    public static RecordAnswer Failed(FirehoseRecord record) => new(record, TRANSFORMED_STATE_PROCESSINGFAILED, record.Data?.Length) { Data = record.Data };
}
