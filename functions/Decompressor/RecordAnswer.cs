using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.KinesisFirehoseEvents;
using static Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseResponse;
using Record = Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseEvent.FirehoseRecord;

namespace Decompressor;

/// <summary>The answer for one record of the event.</summary>
public sealed class RecordAnswer
{
    static readonly int Frame = """{"recordId":"","result":""},""".Length;
    /// <summary>What data adds to an answer beside itself.</summary>
    static readonly int DataFrame = ",\"data\":\"\"".Length;

    /// <summary>What lines add to the answer for a record that was dropped, beside themselves.</summary>
    public static readonly int LinesFrame = DataFrame + TRANSFORMED_STATE_OK.Length - TRANSFORMED_STATE_DROPPED.Length;

    RecordAnswer(Record record, string result, string? data, int dataSize)
    {
        (Record, Result, Data) = (record, result, data);
        Size = SizeWithoutData(record, result) + (data is null ? 0 : DataFrame + dataSize);
    }

    public Record Record { get; }

    /// <summary>One of Firehose's three.</summary>
    public string Result { get; }

    public string? Data { get; }

    /// <summary>Log events and, of them, those that do not fit the format, in the lines that are answered.</summary>
    public (int Events, int Unparsed) Counts { get; private init; }

    /// <summary>Whether the record is dropped on the promise that its log events come again.</summary>
    public bool ComesAgain { get; private init; }

    /// <summary>Whether the record comes again because no response has room for all of its lines.</summary>
    public bool IsTooLarge { get; private init; }

    /// <summary>What the answer takes in the response, in bytes, with a comma behind it.</summary>
    public int Size { get; }

    public static RecordAnswer Ok(Record record, TransformedRecord lines) =>
        new(record, TRANSFORMED_STATE_OK, lines.Data, lines.Data!.Length) { Counts = (lines.Events, lines.Unparsed) };

    public static RecordAnswer Dropped(Record record) => new(record, TRANSFORMED_STATE_DROPPED, null, 0);

    public static RecordAnswer SentBack(Record record, bool isTooLarge) =>
        new(record, TRANSFORMED_STATE_DROPPED, null, 0) { ComesAgain = true, IsTooLarge = isTooLarge };

    /// <summary>With the record's own data, which Firehose keeps under the error prefix.</summary>
    /// <remarks>Data that could not be read need not be base64, and is escaped as the Lambda serializer does it.</remarks>
    public static RecordAnswer Failed(Record record) =>
        new(record, TRANSFORMED_STATE_PROCESSINGFAILED, record.Base64EncodedData, JsonLength(record.Base64EncodedData ?? ""));

    static int SizeWithoutData(Record record, string result) => Frame + JsonLength(record.RecordId) + result.Length;

    static int JsonLength(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;
}
