using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Lambda;
using Emulator.Template;

namespace Decompressor.Tests;

/// <summary>One record of an event: an id, and data that may be invalid base64.</summary>
sealed record Sent(string RecordId, string? Data)
{
    public static Sent Of(string recordId, byte[] data) => new(recordId, Convert.ToBase64String(data));
}

/// <summary>Runs the built executable in the local Lambda with the template's settings and its own Firehose.</summary>
sealed class Invoked : IAsyncDisposable
{
    public const string StreamName = "flowlogs-flow-logs";

    /// <summary>The minimum memory of the function that the template allows, in MiB.</summary>
    public const int LeastMemory = 512;

    static readonly StackTemplate Template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    readonly LambdaFunction _function;

    Invoked(DeliveryStream firehose, TimeSpan timeout, IReadOnlyDictionary<string, string> variables)
    {
        Firehose = firehose;
        var resource = FunctionResource.Find(Template, "Decompressor");
        Assert.Equal(StreamName, resource.Environment["DELIVERY_STREAM_NAME"]);
        _function = new LambdaFunction(resource with { Timeout = timeout, MemorySize = LeastMemory }, new LambdaOptions
        {
            Environment = new Dictionary<string, string>(variables) { ["AWS_ENDPOINT_URL_FIREHOSE"] = $"{firehose.Url}" },
            Log = Log.Enqueue,
        });
    }

    public DeliveryStream Firehose { get; }

    public ConcurrentQueue<string> Log { get; } = new();

    /// <param name="seconds">The function's time-out.</param>
    /// <param name="variables">Variables in addition to those of the template.</param>
    public static async Task<Invoked> StartAsync(int seconds = 300, params (string Name, string Value)[] variables) =>
        new(await DeliveryStream.StartAsync(), TimeSpan.FromSeconds(seconds),
            variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    /// <summary>Invokes the function, and checks that it answers every record once and in order.</summary>
    public async Task<Answer[]> InvokeAsync(params Sent[] records)
    {
        using var result = await InvokeRawAsync(Event(records));
        Assert.False(result.IsError, result.IsError ? result.ToString() : "");
        var answers = Answers.Read(result.Payload.Span);
        Assert.Equal(records.Select(record => record.RecordId), answers.Select(answer => answer.RecordId));
        return answers;
    }

    public Task<InvocationResult> InvokeRawAsync(byte[] payload) =>
        _function.InvokeAsync(payload, Xunit.TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _function.DisposeAsync();
        await Firehose.DisposeAsync();
    }

    /// <summary>Returns an event as Firehose writes it.</summary>
    public static byte[] Event(params IEnumerable<Sent> records)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("invocationId", "9f1c6d3e-6c1e-4f43-8f0b-0c7d3b8f2a61");
            writer.WriteString("deliveryStreamArn", $"arn:aws:firehose:us-east-1:123456789012:deliverystream/{StreamName}");
            writer.WriteString("region", "us-east-1");
            writer.WriteStartArray("records");
            foreach (var record in records)
            {
                writer.WriteStartObject();
                writer.WriteString("recordId", record.RecordId);
                writer.WriteNumber("approximateArrivalTimestamp", 1_418_530_080_000);
                if (record.Data is not null)
                    writer.WriteString("data", record.Data);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return json.ToArray();
    }

    /// <summary>Returns the peak memory of the function's process in bytes. Skips the test if the system has no /proc.</summary>
    public long PeakMemory()
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "This system has no /proc, which has the peak memory of a process.");
        var marker = Encoding.UTF8.GetBytes($"AWS_ENDPOINT_URL_FIREHOSE={Firehose.Url}\0");
        var process = Directory.EnumerateDirectories("/proc")
            .Single(folder => int.TryParse(Path.GetFileName(folder), out _) && Has(folder, marker));
        var peak = File.ReadLines(Path.Combine(process, "status")).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(peak.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }

    static bool Has(string process, byte[] marker)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(process, "environ")).AsSpan().IndexOf(marker) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
