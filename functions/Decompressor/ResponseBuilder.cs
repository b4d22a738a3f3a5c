using System.Buffers.Text;
using System.Text;
using static Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseResponse;

namespace Decompressor;

/// <summary>
/// Collects the answers and keeps the response within Lambda's limit. Records that do not fit are sent back to the delivery stream and
/// answered <c>Dropped</c>, because they are delivered again.
/// </summary>
public sealed class ResponseBuilder
{
    /// <summary>
    /// The maximum size of a synchronous invocation's response, 6 MiB. Source: "Lambda quotas", AWS Lambda Developer Guide.
    /// </summary>
    public const int Limit = 6 * 1024 * 1024;

    static readonly int Frame = """{"records":[]}""".Length;

    readonly List<RecordAnswer> _answers;
    readonly List<(string RecordId, string Reason)> _failures = [];
    int _added;

    /// <param name="records">The records of the event.</param>
    public ResponseBuilder(IEnumerable<FirehoseRecord> records)
    {
        _answers = [.. records.Select(RecordAnswer.Dropped)];
        // No comma follows the last answer.
        Size = Frame + _answers.Sum(answer => (long)answer.Size) - Math.Min(_answers.Count, 1);
        LargestData = (int)(Limit - Size - RecordAnswer.LinesFrame);
    }

    /// <summary>The maximum size of the data of one answer in bytes, if all other records are dropped.</summary>
    public int LargestData { get; }

    /// <summary>The bytes of the response so far.</summary>
    public long Size { get; private set; }

    /// <summary>The records to send back, in order.</summary>
    public IReadOnlyList<RecordAnswer> SentBack => [.. _answers.Where(answer => answer.ComesAgain)];

    /// <summary>The records that are kept under the delivery stream's error prefix, each with its reason.</summary>
    public IReadOnlyList<(string RecordId, string Reason)> Failures => _failures;

    /// <summary>The counts of the invocation so far.</summary>
    public ResponseCounts Counts => new(
        Records: _answers.Count,
        Ok: Count(TRANSFORMED_STATE_OK),
        LogEvents: _answers.Sum(answer => answer.Counts.Events),
        Unparsed: _answers.Sum(answer => answer.Counts.Unparsed),
        Dropped: Count(TRANSFORMED_STATE_DROPPED),
        SentBack: _answers.Count(answer => answer.ComesAgain),
        Failed: Count(TRANSFORMED_STATE_PROCESSINGFAILED));

    /// <summary>Answers the next record of the event.</summary>
    public void Add(TransformedRecord transformed)
    {
        var place = _added++;
        var record = _answers[place].Record;
        if (transformed.Reason is { } reason)
            Fail(place, reason);
        else if (transformed.Lines is { } lines && RecordAnswer.DataLength(lines) <= Room)
            Replace(place, RecordAnswer.Ok(record, transformed));
        else if (transformed != TransformedRecord.NoEvents)
            Replace(place, RecordAnswer.SentBack(record, transformed.IsTooLarge ? transformed.Events : 0));

        MakeRoom();
    }

    /// <summary>
    /// Keeps the response within its limit. The data of failed records must be in the response; lines can be sent later. The data never
    /// takes more room than in the event, which has the same limit.
    /// </summary>
    /// <returns>The records that must be sent back as well.</returns>
    public IReadOnlyList<RecordAnswer> MakeRoom()
    {
        var sentBack = new List<RecordAnswer>();
        while (Size > Limit && _answers.Where(answer => answer.Result == TRANSFORMED_STATE_OK).MaxBy(answer => answer.Size) is { } largest)
        {
            var answer = RecordAnswer.SentBack(largest.Record);
            Replace(_answers.IndexOf(largest), answer);
            sentBack.Add(answer);
        }
        return sentBack;
    }

    /// <summary>The maximum size of the data of the next answer, in bytes; negative if there is no room at all.</summary>
    public int Room => (int)(Limit - Size - RecordAnswer.LinesFrame);

    /// <summary>Answers a record that could not be sent back <c>ProcessingFailed</c>, so that Firehose keeps it.</summary>
    public void Fail(RecordAnswer answer, string reason) => Fail(_answers.IndexOf(answer), reason);

    /// <summary>Answers a record with lines instead of sending it back.</summary>
    public void Answer(RecordAnswer answer, TransformedRecord lines) =>
        Replace(_answers.IndexOf(answer), RecordAnswer.Ok(answer.Record, lines));

    /// <summary>Writes the response as JSON.</summary>
    /// <param name="buffer">The buffer to write to. It is replaced by a larger one if needed, and must not change until the response is
    /// sent.</param>
    public MemoryStream Build(ref byte[] buffer)
    {
        if (buffer.Length < Size)
            buffer = new byte[Size];
        var length = 0;
        Append("{\"records\":["u8, buffer, ref length);
        foreach (var answer in _answers)
            Write(answer, buffer, ref length);
        Append("]}"u8, buffer, ref length);
        return new MemoryStream(buffer, 0, length, writable: false);
    }

    void Write(RecordAnswer answer, Span<byte> json, ref int length)
    {
        Append(answer == _answers[0] ? "{\"recordId\":\""u8 : ",{\"recordId\":\""u8, json, ref length);
        Append(answer.Record.RecordId.Span, json, ref length);
        Append("\",\"result\":\""u8, json, ref length);
        length += Encoding.UTF8.GetBytes(answer.Result, json[length..]);
        if (answer.Data is { } data)
        {
            Append("\",\"data\":\""u8, json, ref length);
            Append(data.Span, json, ref length);
        }
        if (answer.Lines is { } lines)
        {
            Append("\",\"data\":\""u8, json, ref length);
            Base64.EncodeToUtf8(lines.Span, json[length..], out _, out var written);
            length += written;
        }
        Append("\"}"u8, json, ref length);
    }

    static void Append(ReadOnlySpan<byte> bytes, Span<byte> json, ref int length)
    {
        bytes.CopyTo(json[length..]);
        length += bytes.Length;
    }

    void Fail(int place, string reason)
    {
        var record = _answers[place].Record;
        _failures.Add((Encoding.UTF8.GetString(record.RecordId.Span), reason));
        Replace(place, RecordAnswer.Failed(record));
    }

    void Replace(int place, RecordAnswer answer)
    {
        Size += answer.Size - _answers[place].Size;
        _answers[place] = answer;
    }

    int Count(string result) => _answers.Count(answer => answer.Result == result);
}
