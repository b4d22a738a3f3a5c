using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Emulator.Lambda;
using Emulator.Template;

// MetricPublisher's own executable over a window of 200,000 rejected records in 500 payloads, batch after batch as Lambda hands them over.
if (args is not [var templateFile])
{
    Console.Error.WriteLine("usage: dotnet run --project benchmarks/Window -- template.yaml");
    return 2;
}
const int Batches = 5, Payloads = 100, Records = 400, Rounds = 40;
var resource = FunctionResource.Find(StackTemplate.Load(templateFile), "MetricPublisher");
await using var function = new LambdaFunction(resource);
var batches = Enumerable.Range(0, Batches).Select(Batch).ToList();
var times = new List<double>();
var largestState = 0;
for (var round = 0; round < Rounds; round++)
{
    var state = "{}";
    foreach (var batch in batches)
    {
        var payload = Encoding.UTF8.GetBytes(batch.Replace("STATE", state, StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();
        using var result = await function.InvokeAsync(payload);
        times.Add(clock.Elapsed.TotalMilliseconds);
        if (result.IsError)
            throw new InvalidOperationException(result.ToString());
        using var answer = JsonDocument.Parse(result.Payload);
        state = answer.RootElement.GetProperty("state").GetRawText();
        largestState = Math.Max(largestState, state.Length);
    }
}
times.Sort();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{Batches * Payloads * Records:N0} records in {Batches * Payloads} payloads, {Rounds} windows; one invocation of {Payloads} payloads: "
    + $"median {times[times.Count / 2]:0.0} ms, p99 {times[(int)(times.Count * 0.99)]:0.0} ms; state {largestState} bytes at most"));
return 0;

static string Batch(int number)
{
    var records = Enumerable.Range(0, Payloads).Select(place =>
        $$"""{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"{{place}}","sequenceNumber":"{{number * Payloads + place}}","data":"{{Payload(number * Payloads + place)}}","approximateArrivalTimestamp":1774000060.0},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:{{place}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/r","awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/s"}""");
    return $$"""{"Records":[{{string.Join(',', records)}}],"window":{"start":"2026-03-20T09:45:00Z","end":"2026-03-20T10:00:00Z"},"state":STATE,"shardId":"shardId-000000000000","eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/s","isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false}""";
}

static string Payload(int number)
{
    var random = new Random(number);
    var events = Enumerable.Range(0, Records).Select(i =>
        $$"""{"id":"{{number * Records + i:D56}}","timestamp":1774000060000,"message":"2 123456789012 eni-0123456789abcdef0 203.0.113.{{random.Next(256)}} 10.0.{{random.Next(256)}}.{{random.Next(256)}} {{random.Next(65536)}} {{random.Next(1024)}} {{(i % 5 == 0 ? 17 : 6)}} {{random.Next(1, 9)}} {{random.Next(40, 9000)}} 1774000000 1774000060 REJECT OK"}""");
    var json = $$"""{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"g","logStream":"eni-0123456789abcdef0-all","subscriptionFilters":["f"],"logEvents":[{{string.Join(',', events)}}]}""";
    var data = new MemoryStream();
    using (var gzip = new GZipStream(data, CompressionLevel.Optimal))
        gzip.Write(Encoding.UTF8.GetBytes(json));
    return Convert.ToBase64String(data.ToArray());
}
