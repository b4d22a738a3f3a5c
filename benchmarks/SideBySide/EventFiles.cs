using System.Globalization;
using System.IO.Compression;
using System.Text;
using FlowLogs;

namespace SideBySide;

/// <summary>Transformation events as Firehose writes them, of made-up traffic: the same for the same shape.</summary>
static class EventFiles
{
    const int Records = 28, EventsOfRecord = 500;

    /// <summary>An event of 28 records with 500 log events each, whose answer nearly fills a response.</summary>
    /// <param name="number">Makes the traffic another.</param>
    /// <param name="withFields">Whether each log event has its values in <c>extractedFields</c> too.</param>
    public static byte[] Create(int number, bool withFields)
    {
        var random = new Random(number);
        var records = Enumerable.Range(0, Records).Select(place =>
            $$"""{"recordId":"{{place:D56}}","approximateArrivalTimestamp":1774000060000,"data":"{{Convert.ToBase64String(Record(random, withFields))}}"}""");
        return Encoding.UTF8.GetBytes(
            $$"""{"invocationId":"9f1c6d3e-6c1e-4f43-8f0b-0c7d3b8f2a61","deliveryStreamArn":"arn:aws:firehose:us-east-1:123456789012:deliverystream/s","region":"us-east-1","records":[{{string.Join(',', records)}}]}""");
    }

    /// <summary>The records' data, gzip'd.</summary>
    public static List<byte[]> Data(byte[] firehoseEvent) =>
        [.. Decompressor.FirehoseEvent.Read(firehoseEvent)
            .Select(record => Convert.FromBase64String(Encoding.ASCII.GetString(record.Base64.Span)))];

    static byte[] Record(Random random, bool withFields)
    {
        var networkInterface = $"eni-0{random.NextInt64(1L << 60):x16}"[..21];
        var events = Enumerable.Range(0, EventsOfRecord).Select(_ => LogEvent(Message(random, networkInterface), random, withFields));
        var json = $$"""{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"vpc","logStream":"{{networkInterface}}-all","subscriptionFilters":["archive"],"logEvents":[{{string.Join(',', events)}}]}""";
        using var data = new MemoryStream();
        using (var gzip = new GZipStream(data, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(json));
        return data.ToArray();
    }

    static string LogEvent(string message, Random random, bool withFields)
    {
        var fields = FlowLogFormat.Default.Fields.Zip(message.Split(' '), (field, value) => $"\"{field.Column}\":\"{value}\"");
        var extracted = withFields ? $$""","extractedFields":{{{string.Join(',', fields)}}}""" : "";
        return $$"""{"id":"3735{{random.NextInt64():D19}}{{random.NextInt64():D19}}00000000000000","timestamp":1774000060000,"message":"{{message}}"{{extracted}}}""";
    }

    static string Message(Random random, string networkInterface)
    {
        int[] services = [443, 80, 22, 3389, 53, 5432];
        var service = services[random.Next(services.Length)];
        string[] addresses = [$"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}",
            $"10.0.{random.Next(4)}.{random.Next(256)}"];
        int[] ports = [random.Next(32_768, 61_000), service];
        var comesIn = random.Next(2);
        var packets = random.Next(1, 400);
        var start = 1_774_000_000 + random.Next(60);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"2 123456789012 {networkInterface} {addresses[comesIn]} {addresses[1 - comesIn]} {ports[comesIn]} {ports[1 - comesIn]} "
            + $"{(service == 53 ? 17 : 6)} {packets} {packets * random.Next(40, 1_400)} {start} {start + random.Next(60)} "
            + $"{(random.Next(5) == 0 ? "REJECT" : "ACCEPT")} OK");
    }
}
