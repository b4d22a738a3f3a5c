using Amazon.Lambda.KinesisFirehoseEvents;
using static Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseResponse;
using Record = Amazon.Lambda.KinesisFirehoseEvents.KinesisFirehoseEvent.FirehoseRecord;

namespace Decompressor;

/// <summary>
/// Collects the answers and keeps them within what Lambda lets a function answer. What does not fit is to be sent back to the
/// delivery stream, and is answered <c>Dropped</c> on the promise that it comes again.
/// </summary>
public sealed class ResponseBuilder
{
    /// <summary>6 MiB, the largest response of a synchronous invocation, in bytes. Source: "Lambda quotas", AWS Lambda Developer Guide.</summary>
    public const int Limit = 6 * 1024 * 1024;

    // The last record has no comma behind it.
    static readonly int Frame = """{"records":[]}""".Length - 1;

    readonly List<RecordAnswer> _answers = [];
    readonly List<(string RecordId, string Reason)> _failures = [];

    /// <summary>The records that are to be sent back, in order.</summary>
    public IReadOnlyList<RecordAnswer> SentBack => [.. _answers.Where(answer => answer.ComesAgain)];

    /// <summary>The records that are kept under the delivery stream's error prefix, each with its reason.</summary>
    public IReadOnlyList<(string RecordId, string Reason)> Failures => _failures;

    /// <summary>The bytes of the response so far.</summary>
    public long Size { get; private set; } = Frame;

    /// <summary>What the invocation came to, in one line for the log.</summary>
    public string Summary =>
        $"{_answers.Count} records: {Count(TRANSFORMED_STATE_OK)} Ok with {_answers.Sum(answer => answer.Counts.Events)} log events "
        + $"({_answers.Sum(answer => answer.Counts.Unparsed)} unparsed), {Count(TRANSFORMED_STATE_DROPPED)} Dropped "
        + $"({_answers.Count(answer => answer.ComesAgain)} of them sent back), {Count(TRANSFORMED_STATE_PROCESSINGFAILED)} ProcessingFailed.";

    /// <summary>The most bytes that the data of this record's answer may have, were it the only one.</summary>
    public static int LargestData(Record record) => Limit - Frame - RecordAnswer.SizeWithoutLines(record);

    /// <summary>The most bytes that the data of this record's answer may have beside the other answers; negative where there is no room for it.</summary>
    public int Room(RecordAnswer answer) => (int)(Limit - Size + answer.Size - RecordAnswer.SizeWithoutLines(answer.Record));

    /// <summary>Adds the answer for the next record of the event.</summary>
    public void Add(Record record, TransformedRecord transformed)
    {
        if (transformed.Reason is { } reason)
            Append(Failed(record, reason));
        else if (transformed == TransformedRecord.NoEvents)
            Append(RecordAnswer.Dropped(record));
        else if (transformed != TransformedRecord.TooLarge && RecordAnswer.Ok(record, transformed) is var ok && Size + ok.Size <= Limit)
            Append(ok);
        else
            Append(RecordAnswer.SentBack(record, isTooLarge: transformed == TransformedRecord.TooLarge));
    }

    /// <summary>Answers a record that could not be sent back <c>ProcessingFailed</c>, so that Firehose keeps it.</summary>
    public void Fail(RecordAnswer answer, string reason) => Replace(answer, Failed(answer.Record, reason));

    /// <summary>Answers a record with lines after all.</summary>
    public void Answer(RecordAnswer answer, TransformedRecord lines) => Replace(answer, RecordAnswer.Ok(answer.Record, lines));

    /// <summary>The response, within the limit.</summary>
    public KinesisFirehoseResponse Build()
    {
        // Data that comes back as it was never takes more room than it took in the event, which has the same limit.
        while (Size > Limit && _answers.Where(answer => answer.Result == TRANSFORMED_STATE_OK).MaxBy(answer => answer.Size) is { } largest)
            Fail(largest, "the response has no room for its lines beside the records that failed");
        return new KinesisFirehoseResponse
        {
            Records = [.. _answers.Select(answer => new FirehoseRecord
            {
                RecordId = answer.Record.RecordId,
                Result = answer.Result,
                Base64EncodedData = answer.Data,
            })],
        };
    }

    RecordAnswer Failed(Record record, string reason)
    {
        _failures.Add((record.RecordId, reason));
        return RecordAnswer.Failed(record);
    }

    void Append(RecordAnswer answer)
    {
        _answers.Add(answer);
        Size += answer.Size;
    }

    void Replace(RecordAnswer answer, RecordAnswer other)
    {
        _answers[_answers.IndexOf(answer)] = other;
        Size += other.Size - answer.Size;
    }

    int Count(string result) => _answers.Count(answer => answer.Result == result);
}
