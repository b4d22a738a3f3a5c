using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Emulator.Kinesis;
using Emulator.Lambda;
using Emulator.Template;

namespace Emulator.Tests.Kinesis;

/// <summary>A function in this process that counts a window's records in its state, and the mapping that invokes it.</summary>
sealed class PlayedFunction
{
    readonly Queue<Func<JsonNode, InvocationResult>> _answers = new();

    public static readonly EventSourceMappingResource Mapping = new()
    {
        LogicalId = "FnRejects",
        FunctionLogicalId = "Fn",
        StreamLogicalId = "Stream",
        StreamArn = "arn:aws:kinesis:us-east-1:123456789012:stream/rejects",
        TumblingWindow = TimeSpan.FromSeconds(900),
        BatchSize = 500,
        MaximumBatchingWindow = TimeSpan.FromSeconds(60),
        ParallelizationFactor = 1,
        MaximumRetryAttempts = 2,
        BisectsBatchOnFunctionError = false,
        ReportsBatchItemFailures = true,
    };

    public List<JsonNode> Events { get; } = [];

    /// <summary>The number of windows that the mapping closed.</summary>
    public int Windows { get; private set; }

    /// <summary>Each event as text: the start of its window, the data of its records, its state and its kind.</summary>
    public IEnumerable<string> Calls => Events.Select(call =>
        $"{call["window"]!["start"]!.GetValue<string>()[11..16]} [{string.Join(' ', Data(call))}] {Text(call["state"]!)}"
        + (call["isFinalInvokeForWindow"]!.GetValue<bool>() ? " final" : "")
        + (call["isWindowTerminatedEarly"]!.GetValue<bool>() ? " early" : ""));

    public PlayedFunction Next(Func<JsonNode, InvocationResult> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <summary>Sends records through a stream.</summary>
    /// <param name="mapping">The event source mapping.</param>
    /// <param name="records">The records in order: partition key, data, and the second of arrival.</param>
    public Task RunAsync(EventSourceMappingResource mapping, params (string Key, string Data, long Time)[] records) =>
        RunAsync(mapping, 1, records);

    public async Task RunAsync(EventSourceMappingResource mapping, int shards, params (string Key, string Data, long Time)[] records)
    {
        var stream = new KinesisStream(new KinesisStreamResource { LogicalId = "Stream", ShardCount = shards });
        await using var reading = new EventSourceMapping(mapping, shards, InvokeAsync, TestContext.Current.CancellationToken);
        foreach (var (key, data, time) in records)
            await reading.PutAsync(stream.Put(key, Encoding.UTF8.GetBytes(data), time));
        await reading.CompleteAsync();
        Windows = reading.Windows;
    }

    public static InvocationResult Answer(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var pooled = ArrayPool<byte>.Shared.Rent(text.Length);
        text.CopyTo(pooled, 0);
        return InvocationResult.FromPool(pooled, text.Length, isError: false);
    }

    public static InvocationResult Error(JsonNode call) => InvocationResult.Error("Oops", "not now");

    /// <summary>The correct answer.</summary>
    public static InvocationResult Count(JsonNode call) => Answer($$"""{"state":{"n":{{Counted(call) + Data(call).Count()}}},"batchItemFailures":[]}""");

    public static int Counted(JsonNode call) => call["state"]!["n"]?.GetValue<int>() ?? 0;

    public static IEnumerable<string> Data(JsonNode call) =>
        call["Records"]!.AsArray().Select(record =>
            Encoding.UTF8.GetString(Convert.FromBase64String(record!["kinesis"]!["data"]!.GetValue<string>())));

    static string Text(JsonNode state) => state.ToJsonString() is var json && json.Length > 100 ? "large" : json;

    Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        Assert.InRange(payload.Length, 0, LambdaLimits.Payload);
        var call = JsonNode.Parse(payload.Span)!;
        Events.Add(call);
        return Task.FromResult(_answers.TryDequeue(out var answer) ? answer(call) : Count(call));
    }
}
