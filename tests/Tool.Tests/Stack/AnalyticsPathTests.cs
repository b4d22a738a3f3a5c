using System.Text;
using CsCheck;
using Emulator.CloudWatch;
using Emulator.CloudWatchLogs;
using Emulator.Lambda;
using Emulator.Template;
using Tool.Stack;
using Tool.Timeline;

namespace Tool.Tests.Stack;

/// <summary>Runs the analytics path of the product's template with MetricPublisher's executable.</summary>
public sealed class AnalyticsPathTests
{
    const long Day = 1_795_564_800;

    static readonly (int Protocol, string Keyword)[] Protocols = [(6, "TCP"), (17, "UDP"), (1, "ICMP"), (58, "ICMPv6"), (253, "253")];

    static readonly Gen<Record> Records = Gen.Select(
        Gen.Int[0, 4], Gen.Int[0, 7200], Gen.Int[0, Protocols.Length - 1], Gen.Long[0, 1_000_000_000_000], Gen.Int[0, 9],
        (eni, second, protocol, packets, kind) => new Record(eni, Day + second, Protocols[protocol].Protocol, packets, kind));

    [Fact]
    public async Task Sums_over_all_windows_equal_the_sums_of_the_records() =>
        await Gen.Select(Records.Array[0, 300], Gen.Int[1, 4], Gen.Bool).SampleAsync(
            async (records, shards, isRandom) =>
            {
                var series = await RunAsync(records, shards, isRandom);

                foreach (var (protocol, keyword) in Protocols)
                    Assert.Equal(Expected(records, protocol), Sum(series, "RejectedPackets", keyword));
                Assert.Equal(Expected(records, 6), Sum(series, "RejectedTcpPackets", null));
                Assert.Equal(Expected(records, null), Sum(series, "RejectedPackets", null));
                Assert.DoesNotContain(series, one => one.MetricName == "UnreadableRecords");
                Assert.Equal(
                    records.Where(record => record.IsReject).Select(record => record.End / 900 * 900).Distinct().Order(),
                    series.Where(one => one.MetricName == "RejectedTcpPackets").SelectMany(one => one.Points.Keys)
                        .Select(time => time.ToUnixTimeSeconds()));
            },
            iter: 8,
            threads: 1);

    static async Task<IReadOnlyCollection<MetricSeries>> RunAsync(Record[] records, int shards, bool isRandom)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var template = StackTemplate.Load(
            Path.Combine(AppContext.BaseDirectory, "template.yaml"),
            new Dictionary<string, string> { ["RejectStreamMode"] = "PROVISIONED", ["RejectStreamShards"] = $"{shards}" });
        var filter = Assert.Single(SubscriptionFilterResource.All(template), filter =>
            filter.DestinationIsKinesis) with
        { IsRandomlyDistributed = isRandom };
        var folder = Directory.CreateTempSubdirectory("analytics-");
        try
        {
            await using var cloudWatch = await CloudWatchEndpoint.StartAsync(folder.FullName, cancellation: cancellation);
            var options = new LambdaOptions
            {
                Environment = new Dictionary<string,
                string>
                { ["AWS_ENDPOINT_URL_CLOUDWATCH"] = cloudWatch.Url.ToString() }
            };
            await using var path = await AnalyticsPath.StartAsync(template, filter, _ => options, cancellation);
            var id = 0;
            foreach (var payload in records.GroupBy(record => (Slot: record.End / 60 * 60, record.Eni)).OrderBy(payload => payload.Key))
            {
                foreach (var record in payload)
                    await path.Payloads.AddAsync(id++, $"{payload.Key.Eni}-all",
                        new TimedLine(payload.Key.Slot, record.End, Encoding.UTF8.GetBytes(record.Line), 0, 0));
                await path.Payloads.FlushAsync();
            }
            await path.CompleteAsync();
            return new MetricReader(folder.FullName).Refresh().Series;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static double Expected(Record[] records, int? protocol) =>
        records.Where(record => record.IsReject && (protocol is null || record.Protocol == protocol)).Sum(record => record.Packets);

    static double Sum(IEnumerable<MetricSeries> all, string metric, string? protocol) => all
        .Where(series => series.MetricName == metric && series.Dimensions["StackName"] == "flowlogs"
        && (protocol is null || series.Dimensions["Protocol"] == protocol))
        .SelectMany(series => series.Points.Values)
        .Sum(statistics => statistics.Sum);

    /// <param name="Eni">The interface's number.</param>
    /// <param name="End">The end in seconds.</param>
    /// <param name="Protocol">The protocol number.</param>
    /// <param name="Packets">The number of packets.</param>
    /// <param name="Kind">0: NODATA, 1: SKIPDATA, 2 and 3: accepted, else rejected.</param>
    sealed record Record(int Eni, long End, int Protocol, long Packets, int Kind)
    {
        public bool IsReject => Kind > 3;

        public string Line => Kind < 2
            ? $"2 123456789012 eni-{Eni} - - - - - - - {End - 60} {End} - {(Kind == 0 ? "NODATA" : "SKIPDATA")}"
            : $"2 123456789012 eni-{Eni} 10.0.0.1 10.0.0.2 443 50000 {Protocol} {Packets} 100 {End - 60} {End} "
            + $"{(IsReject ? "REJECT" : "ACCEPT")} OK";
    }
}
