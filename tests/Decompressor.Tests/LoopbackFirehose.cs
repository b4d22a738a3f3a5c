using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Decompressor.Tests;

/// <summary>
/// Firehose's PutRecordBatch on a loopback port. It takes every record, or does what it was told to. It refuses what Firehose refuses, by
/// the limits of "PutRecordBatch", Amazon Data Firehose API Reference.
/// </summary>
sealed class LoopbackFirehose : IAsyncDisposable
{
    const int RecordsPerCall = 500;
    const int BytesPerCall = 4 * 1024 * 1024;
    const int BytesPerRecord = 1000 * 1024;

    readonly WebApplication _app;

    LoopbackFirehose(WebApplication app) => _app = app;

    /// <summary>Answers a call with its records; null has it taken, and so is what is done without an answer's body.</summary>
    public delegate Task<bool> Answer(HttpContext context, IReadOnlyList<byte[]> records);

    public string Url => _app.Urls.Single();

    /// <summary>What to do with each call; false has it answered as usual.</summary>
    public Answer Before { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Whether the record is refused, by the call's number and the record's place in it.</summary>
    public Func<int, int, bool> Refuses { get; set; } = (_, _) => false;

    /// <summary>The records of each call as it came.</summary>
    public ConcurrentQueue<IReadOnlyList<byte[]>> Calls { get; } = new();

    /// <summary>The records that it took.</summary>
    public ConcurrentQueue<byte[]> Taken { get; } = new();

    /// <summary>What it was asked that Firehose would not take.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    public static async Task<LoopbackFirehose> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var firehose = new LoopbackFirehose(builder.Build());
        firehose._app.Run(firehose.HandleAsync);
        await firehose._app.StartAsync();
        return firehose;
    }

    /// <summary>An error for the whole call.</summary>
    public static async Task<bool> Fail(HttpContext context, int status, string type, string message = "Slow down.")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync($$"""{"__type":"{{type}}","message":"{{message}}"}""");
        return true;
    }

    /// <summary>Forgets what came, and takes everything again.</summary>
    public void Reset()
    {
        Before = (_, _) => Task.FromResult(false);
        Refuses = (_, _) => false;
        Calls.Clear();
        Taken.Clear();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        var records = request.RootElement.GetProperty("Records").EnumerateArray()
            .Select(record => record.GetProperty("Data").GetBytesFromBase64()).ToList();
        var call = Calls.Count;
        Calls.Enqueue(records);
        if (await Before(context, records))
            return;
        if (Violation(request.RootElement.GetProperty("DeliveryStreamName").GetString(), records) is { } violation)
        {
            Violations.Enqueue(violation);
            await Fail(context, 400, "InvalidArgumentException", violation);
            return;
        }
        var refused = records.Select((_, place) => Refuses(call, place)).ToList();
        foreach (var (record, isRefused) in records.Zip(refused))
            if (!isRefused)
                Taken.Enqueue(record);
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            FailedPutCount = refused.Count(isRefused => isRefused),
            Encrypted = true,
            RequestResponses = refused.Select(object (isRefused) => isRefused
                ? new { ErrorCode = "ServiceUnavailableException", ErrorMessage = "Slow down." }
                : new { RecordId = Guid.NewGuid().ToString() }),
        }));
    }

    static string? Violation(string? streamName, List<byte[]> records) =>
        streamName != Invoked.StreamName ? $"no stream {streamName}"
        : records.Count is 0 or > RecordsPerCall ? $"{records.Count} records"
        : records.Sum(record => (long)record.Length) > BytesPerCall ? $"{records.Sum(record => (long)record.Length)} bytes in a call"
        : records.FirstOrDefault(record => record.Length is 0 or > BytesPerRecord) is { } record ? $"{record.Length} bytes in a record"
        : null;
}
