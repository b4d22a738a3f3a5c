using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>Invokes the function with batches, retries failed batches in halves, and keeps the states of the windows.</summary>
/// <remarks>
/// A failed batch is retried with the state of the previous batch. Lambda sends a batch that fails permanently to the on-failure
/// destination and continues. Local mode ends the run, because its numbers would be wrong.
/// Source: "How Lambda processes records from stream and queue-based event sources", AWS Lambda Developer Guide.
/// </remarks>
sealed class WindowInvoker(EventSourceMappingResource mapping, Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationResult>> invoke,
    CancellationToken cancellation)
{
    // The limit of a mapping can be 10,000 retries or the age of a record. On one machine, more retries do not help.
    const int MostRetries = 10;

    readonly WindowEvent _event = new(mapping);

    /// <exception cref="FunctionException">The function failed repeatedly.</exception>
    public async Task InvokeAsync(WindowBatch batch)
    {
        await InvokeAsync(batch.Window, batch.Records, batch.IsFinal, isTerminatedEarly: false);
        if (batch.IsFinal || batch.Window.State.Length <= WindowEvent.LargestState)
            return;
        await InvokeAsync(batch.Window, default, isFinal: false, isTerminatedEarly: true);
        batch.Window.DropState();
    }

    async Task InvokeAsync(TumblingWindow window, ReadOnlyMemory<KinesisRecord> records, bool isFinal, bool isTerminatedEarly)
    {
        var failures = 0;
        var parts = new Stack<ReadOnlyMemory<KinesisRecord>>([records]);
        while (parts.TryPop(out var part))
        {
            using var result = await invoke(_event.Write(window, part.Span, isFinal, isTerminatedEarly), cancellation);
            var answer = WindowAnswer.Read(result, part.Span, mapping.ReportsBatchItemFailures);
            window.State = answer.State ?? window.State;
            if (answer.Error is null)
            {
                failures = 0;
            }
            else if (answer.Done > 0)
            {
                failures = 0;
                parts.Push(part[answer.Done..]);
            }
            else if (mapping.BisectsBatchOnFunctionError && part.Length > 1)
            {
                // Halving a batch does not count as a retry.
                parts.Push(part[(part.Length / 2)..]);
                parts.Push(part[..(part.Length / 2)]);
            }
            else if (failures++ < Retries)
            {
                parts.Push(part);
            }
            else
            {
                throw new FunctionException($"{mapping.FunctionLogicalId} failed {failures} times in a row on {Place(window, part.Span)}: "
                    + $"{answer.Error}.");
            }
        }
    }

    int Retries => mapping.MaximumRetryAttempts < 0 ? MostRetries : Math.Min(mapping.MaximumRetryAttempts, MostRetries);

    static string Place(TumblingWindow window, ReadOnlySpan<KinesisRecord> records)
    {
        var time = $"the window from {DateTimeOffset.FromUnixTimeSeconds(window.Start):u} of {window.ShardId}";
        return records.IsEmpty ? $"the end of {time}" : $"{records.Length} records from {records[0].SequenceNumber} on in {time}";
    }
}
