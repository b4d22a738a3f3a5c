using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Firehose;

/// <summary>
/// A Firehose delivery stream: buffers records by the hints of the processor, invokes the transformation function and passes its responses
/// to the S3 destination, in the time of the records.
/// </summary>
/// <remarks>One task puts records, another handles responses, and a few invocations wait between them.</remarks>
public sealed class DeliveryStream : IAsyncDisposable
{
    const int InvocationsAhead = 2;

    readonly DeliveryStreamResource _stream;
    readonly LambdaFunction _function;
    readonly S3Destination _destination;
    readonly Channel<Invocation> _invocations = Channel.CreateBounded<Invocation>(InvocationsAhead);
    readonly Task _delivery;
    readonly CancellationToken _cancellation;
    readonly TransformationAnswer _answer = new();

    // Buffers of finished events.
    readonly ConcurrentBag<ArrayBufferWriter<byte>> _events = [];
    readonly Channel<FirehoseRecord> _sentBack = Channel.CreateUnbounded<FirehoseRecord>();
    List<FirehoseRecord> _batch = [];
    int _batchBytes;

    public DeliveryStream(DeliveryStreamResource stream, LambdaFunction function, S3Destination destination, CancellationToken cancellation)
    {
        (_stream, _function, _destination, _cancellation) = (stream, function, destination, cancellation);
        _delivery = Task.Run(DeliverAsync, cancellation);
    }

    public DeliveryCounts Counts => _destination.Counts;

    /// <summary>The arrival of the newest record.</summary>
    public DateTimeOffset Newest { get; private set; }

    LambdaProcessor Processor => _stream.Processor!;

    /// <summary>Puts a record. Records must come in the order of their arrival.</summary>
    /// <exception cref="FunctionException">The function cannot be started.</exception>
    public async ValueTask PutAsync(FirehoseRecord record)
    {
        if (_batch.Count > 0 && (_batchBytes + record.Data.Length > Processor.BufferSize
            || record.Arrival - _batch[0].Arrival >= Processor.BufferInterval))
            await InvokeAsync();
        Newest = record.Arrival;
        _batch.Add(record);
        _batchBytes += record.Data.Length;
    }

    /// <summary>Receives a record that the function sends back during an invocation.</summary>
    public void SendBack(FirehoseRecord record) => _sentBack.Writer.TryWrite(record);

    /// <summary>Delivers all buffered records and ends the stream.</summary>
    public async Task CompleteAsync()
    {
        if (_batch.Count > 0)
            await InvokeAsync();
        _invocations.Writer.Complete();
        await _delivery;
    }

    public async ValueTask DisposeAsync()
    {
        _invocations.Writer.TryComplete();
        await _delivery.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    async Task InvokeAsync()
    {
        var batch = _batch;
        (_batch, _batchBytes) = ([], 0);
        var invocation = Invoke(batch);
        // The delivery ends early only with an error, and this line throws it.
        if (!await WaitToWriteAsync() || !_invocations.Writer.TryWrite(invocation))
            await _delivery;
    }

    Invocation Invoke(IReadOnlyList<FirehoseRecord> records)
    {
        if (!_events.TryTake(out var json))
            json = new ArrayBufferWriter<byte>(2 * Processor.BufferSize);
        json.ResetWrittenCount();
        TransformationEvent.Write(json, _stream, records);
        return new Invocation(records, json, _function.InvokeAsync(json.WrittenMemory, _cancellation));
    }

    async Task<bool> WaitToWriteAsync()
    {
        var room = _invocations.Writer.WaitToWriteAsync(_cancellation).AsTask();
        return await Task.WhenAny(room, _delivery) == room && await room;
    }

    async Task DeliverAsync()
    {
        await foreach (var invocation in _invocations.Reader.ReadAllAsync(_cancellation))
        {
            await DeliverAsync(invocation);
            while (_sentBack.Reader.TryRead(out var record))
                await DeliverAsync(Invoke([record]));
        }
        await _destination.CompleteAsync();
    }

    async Task DeliverAsync(Invocation invocation)
    {
        var records = invocation.Records;
        string code = "", reason = "";
        for (var attempt = 1; attempt <= 1 + Processor.NumberOfRetries; attempt++)
        {
            if (attempt > 1)
                invocation = Invoke(records);
            Counts.Invocations++;
            using var result = await invocation.Answer;
            _events.Add(invocation.Event);
            if (result.IsError)
                (code, reason) = ("Lambda.FunctionError", result.ToString());
            else if (_answer.TryRead(result.Payload.Span, records.Count))
            {
                await DeliverAsync(records);
                return;
            }
            else
                (code, reason) = ("Lambda.InvalidResponse", "The function's answer does not have every record once with a known result.");
        }
        foreach (var record in records)
            _destination.Fail(record, _function.Resource.Arn, 1 + Processor.NumberOfRetries, code, reason);
    }

    async ValueTask DeliverAsync(IReadOnlyList<FirehoseRecord> records)
    {
        for (var i = 0; i < records.Count; i++)
        {
            if (_answer[i].Result == "Ok")
                await _destination.DeliverAsync(records[i], _answer[i].Data);
            else if (_answer[i].Result == "ProcessingFailed")
                _destination.Fail(records[i], _function.Resource.Arn, 1, "Lambda.ProcessingFailedStatus",
                    "ProcessingFailed status set for record");
        }
    }

    sealed record Invocation(IReadOnlyList<FirehoseRecord> Records, ArrayBufferWriter<byte> Event, Task<InvocationResult> Answer);
}
