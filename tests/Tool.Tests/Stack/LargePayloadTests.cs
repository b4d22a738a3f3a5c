using System.IO.Compression;
using System.Text;
using Emulator.CloudWatchLogs;
using Emulator.Firehose;
using Emulator.Template;
using Tool.Stack;
using Tool.Tests.Cli;

namespace Tool.Tests.Stack;

/// <summary>A payload far larger than a response: the function sends most of it back until all of it is stored.</summary>
public sealed class LargePayloadTests
{
    const long Start = 1_774_000_000;

    [Fact]
    public async Task A_payload_of_4_MB_that_inflates_to_60_MB_is_stored_completely()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var here = new Sandbox();
        var (payload, inflated, events) = Payload();
        Assert.InRange(payload.Length, 3_500_000, 4_500_000);
        Assert.InRange(inflated, 60_000_000, 64_000_000);
        var template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        using var data = DataFolder.OpenForRun(here.Data);
        var log = new List<string>();

        ArchivePath? archive = null;
        await using var services = await LocalServices.StartAsync(template, data.Root, sent => archive!.SendBack(sent), cancellation);
        var filter = SubscriptionFilterResource.All(template).First(filter => filter.DestinationIsFirehose);
        archive = await ArchivePath.StartAsync(
            template, filter, data, _ => new() { Environment = services.Environment, Log = line => { lock (log) log.Add(line); } },
            cancellation);
        await using (archive)
        {
            archive.SendBack(payload);
            // Records that are sent back follow the first payload.
            await archive.Payloads.AddAsync(0, "eni-1-all",
                new TimedLine(Start, Start + 60, Encoding.UTF8.GetBytes(new Line { Eni = "eni-one", End = Start + 60 }.ToString()), 0, 0));
            await archive.Payloads.FlushAsync();
            await archive.CompleteAsync();

            Assert.Equal((events + 1, 0, 0), (archive.Counts.Rows, archive.Counts.FailedEvents, archive.Counts.Unparsed));
            // The rows in S3 are the events, each once.
            var rows = await here.RowsAsync();
            var numbers = rows.Where(row => (string)row["interface_id"]! != "eni-one").Select(row => (long)row["packets"]!).ToList();
            Assert.Equal(events, numbers.Count);
            Assert.Equal(events, numbers.Distinct().Count());
            Assert.Equal((0, events - 1), (numbers.Min(), numbers.Max()));
            Figures.Tell($"local mode: {payload.Length:N0} bytes of gzip that inflate to {inflated:N0} stored whole, {events:N0} events "
                + $"in {archive.Counts.Invocations} invocations");
        }
    }

    // The number of an event is its number of packets.
    static (byte[] Payload, long Inflated, int Events) Payload()
    {
        var random = new Random(1);
        using var data = new MemoryStream();
        var events = 0;
        long inflated = 0;
        using (var gzip = new GZipStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            Write("""{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"flowlogs","logStream":"eni-1-all","subscriptionFilters":["all"],"logEvents":[""");
            while (inflated < 60_000_000)
            {
                var message = $"2 123456789012 eni-0a1b2c3d4e5f60718 10.0.{random.Next(4)}.{random.Next(50)} 10.1.0.{random.Next(20)} "
                    + $"{random.Next(1024, 5000)} 443 6 {events} {events * 40L} {Start} {Start + 60} ACCEPT OK";
                var fields = FlowLogFormat.Default.Fields.Zip(message.Split(' '), (field, value) => $"\"{field.Column}\":\"{value}\"");
                var id = $"3962418200000000000000000000000000000000000000000{events:D7}";
                Write($"{(events == 0 ? "" : ",")}{{\"id\":\"{id}\",\"timestamp\":{Start}000,\"message\":\"{message}\","
                    + $"\"extractedFields\":{{{string.Join(',', fields)}}}}}");
                events++;
            }
            Write("]}");

            void Write(string text)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                gzip.Write(bytes);
                inflated += bytes.Length;
            }
        }
        return (data.ToArray(), inflated, events);
    }
}
