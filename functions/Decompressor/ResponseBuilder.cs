using System.Text.Encodings.Web;
using System.Text.Json;
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

    static readonly int Frame = """{"records":[]}""".Length;
    static readonly int RecordFrame = """{"recordId":"","result":"ProcessingFailed","data":""},""".Length;

    readonly List<Answer> _answers = [];
    readonly List<(string RecordId, string Reason)> _failures = [];
    readonly List<(Record Record, bool IsTooLarge)> _sentBack = [];
    int _size = Frame;
    int _events, _unparsed;

    /// <summary>The records whose lines did not fit, in order, and whether that is so even for the record alone.</summary>
    public IReadOnlyList<(Record Record, bool IsTooLarge)> SentBack => _sentBack;

    /// <summary>The records that are kept under the delivery stream's error prefix, each with its reason.</summary>
    public IReadOnlyList<(string RecordId, string Reason)> Failures => _failures;

    /// <summary>What the invocation came to, in one line for the log.</summary>
    public string Summary =>
        $"{_answers.Count} records: {Count(TRANSFORMED_STATE_OK)} Ok with {_events} log events ({_unparsed} unparsed), "
        + $"{Count(TRANSFORMED_STATE_DROPPED)} Dropped ({_sentBack.Count} of them sent back), {Count(TRANSFORMED_STATE_PROCESSINGFAILED)} ProcessingFailed.";

    /// <summary>The most bytes that the data of this record's answer may have, were it the only one.</summary>
    public static int LargestData(Record record) => Limit - Frame - Overhead(record);

    /// <summary>Adds the answer for the next record of the event.</summary>
    public void Add(Record record, TransformedRecord transformed)
    {
        if (transformed.Reason is { } reason)
        {
            Add(new Answer(record, TRANSFORMED_STATE_PROCESSINGFAILED, record.Base64EncodedData));
            _failures.Add((record.RecordId, reason));
        }
        else if (transformed.Data is { } data && _size + Overhead(record) + data.Length <= Limit)
        {
            Add(new Answer(record, TRANSFORMED_STATE_OK, data) { Events = transformed.Events, Unparsed = transformed.Unparsed });
        }
        else
        {
            Add(new Answer(record, TRANSFORMED_STATE_DROPPED, null));
            if (transformed.Events > 0)
                _sentBack.Add((record, transformed.IsTooLarge));
        }
    }

    /// <summary>Turns the answer for a record that could not be sent back into <c>ProcessingFailed</c>, so that Firehose keeps it.</summary>
    public void Fail(Record record, string reason)
    {
        _sentBack.RemoveAll(sent => ReferenceEquals(sent.Record, record));
        FailAt(_answers.FindIndex(answer => ReferenceEquals(answer.Record, record)), reason);
    }

    public KinesisFirehoseResponse Build()
    {
        // Data that comes back as it was never takes more room than it took in the event, which has the same limit.
        while (_size > Limit && LargestOk() is >= 0 and var largest)
            FailAt(largest, "the response has no room for its lines beside the records that failed");
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

    void Add(Answer answer)
    {
        _answers.Add(answer);
        Account(answer, +1);
    }

    void FailAt(int index, string reason)
    {
        var answer = _answers[index];
        Account(answer, -1);
        _answers[index] = new Answer(answer.Record, TRANSFORMED_STATE_PROCESSINGFAILED, answer.Record.Base64EncodedData);
        Account(_answers[index], +1);
        _failures.Add((answer.Record.RecordId, reason));
    }

    void Account(Answer answer, int sign)
    {
        _size += sign * (Overhead(answer.Record) + (answer.Data?.Length ?? 0));
        _events += sign * answer.Events;
        _unparsed += sign * answer.Unparsed;
    }

    int LargestOk()
    {
        var largest = -1;
        for (var i = 0; i < _answers.Count; i++)
            if (_answers[i].Result == TRANSFORMED_STATE_OK && (largest < 0 || _answers[i].Data!.Length > _answers[largest].Data!.Length))
                largest = i;
        return largest;
    }

    int Count(string result) => _answers.Count(answer => answer.Result == result);

    static int Overhead(Record record) =>
        RecordFrame + JsonEncodedText.Encode(record.RecordId, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;

    sealed record Answer(Record Record, string Result, string? Data)
    {
        public int Events { get; init; }

        public int Unparsed { get; init; }
    }
}
