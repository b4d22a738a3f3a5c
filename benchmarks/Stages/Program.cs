using System.Diagnostics;
using System.Globalization;
using System.Text;
using Decompressor;
using Emulator.CloudWatchLogs;
using Emulator.Firehose;
using Emulator.Template;
using FlowLogs;
using Tool.Input;
using Tool.Stack;
using Tool.Timeline;
using FirehoseRecord = Emulator.Firehose.FirehoseRecord;

// The archive path of `flowlogs run`, a stage at a time in one process: what each costs of one processor, and against inflating alone.
if (args is not [var file, var templateFile])
{
    Console.Error.WriteLine("usage: dotnet run --project benchmarks/Stages -- FLOW-LOGS.txt template.yaml");
    return 2;
}
var template = StackTemplate.Load(templateFile);
var stream = DeliveryStreamResource.All(template)[0];
var work = Directory.CreateTempSubdirectory("flowlogs-stages-").FullName;
try
{
    for (var round = 1; round <= 3; round++)
        await RunAsync(round);
    return 0;
}
finally
{
    Directory.Delete(work, recursive: true);
}

async Task RunAsync(int round)
{
    var timeline = new LineTimeline(work, LocalStack.SlotSeconds(template));
    var input = new FlowLogInput(timeline, FlowLogFormat.Default, Console.Error.WriteLine);
    var costs = new List<(string Stage, TimeSpan Cost)>();
    Measure("read, check, sort into chunks", () => input.Read(InputSource.Of(file), null, CancellationToken.None));

    List<TimedLine> lines = [];
    Measure("merge in the order of time", () => lines = [.. input.Replay(0).Select(line => line with { Text = line.Text.ToArray() })]);

    List<SubscriptionRecord> payloads = [];
    Measure("filter, payloads of CloudWatch Logs, gzip'd", () => payloads = Payloads(lines));

    Measure("inflate alone", () =>
    {
        foreach (var payload in payloads)
        {
            GzipInflater.TryInflate(payload.Data, payload.Data.Length, int.MaxValue / 2, out var inflated);
            inflated.Dispose();
        }
    });

    var transformer = new RecordTransformer(new DecompressorSettings { DeliveryStreamName = stream.Name });
    var json = new List<byte[]>();
    var base64 = payloads.ConvertAll(payload => Encoding.ASCII.GetBytes(Convert.ToBase64String(payload.Data)));
    Measure("Decompressor: base64, inflate, JSON lines, base64", () =>
    {
        foreach (var record in base64)
            json.Add(transformer.Transform(record, ResponseBuilder.Limit, ResponseBuilder.Limit,
                CancellationToken.None).Lines!.Value.ToArray());
    });

    await using var destination =
        new S3Destination(stream, GlueTableResource.All(template)[0], Path.Combine(work, $"bucket{round}"), work, () =>
        Guid.NewGuid().ToString());
    var before = Process.GetCurrentProcess().TotalProcessorTime;
    for (var i = 0; i < payloads.Count; i++)
        await destination.DeliverAsync(
            new FirehoseRecord(payloads[i].Data, DateTimeOffset.FromUnixTimeSeconds(payloads[i].Arrival), payloads[i].Events), json[i]);
    await destination.CompleteAsync();
    costs.Add(("record format conversion, Parquet", Process.GetCurrentProcess().TotalProcessorTime - before));

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"round {round}: {destination.Counts.Rows:N0} rows of {input.Lines:N0} lines, {payloads.Count:N0} payloads"));
    var inflating = costs.Single(cost => cost.Stage == "inflate alone").Cost;
    foreach (var (stage, cost) in costs)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {stage,-52} {cost.TotalSeconds,6:0.00} s {cost / inflating,6:0.0}"));

    void Measure(string stage, Action run)
    {
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        run();
        costs.Add((stage, Process.GetCurrentProcess().TotalProcessorTime - start));
    }
}

List<SubscriptionRecord> Payloads(List<TimedLine> lines)
{
    var subscription = new Subscription(SubscriptionFilterResource.All(template).First(filter => filter.DestinationIsFirehose));
    var payloads = new List<SubscriptionRecord?>();
    var (slot, eni) = (long.MinValue, "");
    for (var i = 0; i < lines.Count; i++)
    {
        var id = Encoding.ASCII.GetString(lines[i].Interface);
        if (lines[i].Slot != slot || id != eni)
            payloads.Add(subscription.Flush()?.Compress());
        (slot, eni) = (lines[i].Slot, id);
        payloads.Add(subscription.Add(i, eni, lines[i])?.Compress());
    }
    payloads.Add(subscription.Flush()?.Compress());
    return [.. payloads.OfType<SubscriptionRecord>()];
}
