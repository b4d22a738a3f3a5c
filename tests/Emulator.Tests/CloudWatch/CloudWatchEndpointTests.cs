using System.Net;
using System.Text;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using static Emulator.Tests.CloudWatch.CloudWatchFixture;

namespace Emulator.Tests.CloudWatch;

/// <summary>Calls PutMetricData with the client of MetricPublisher.</summary>
public sealed class CloudWatchEndpointTests : IAsyncDisposable
{
    readonly CloudWatchFixture _cloudWatch = Start(new Clock());

    public ValueTask DisposeAsync() => _cloudWatch.DisposeAsync();

    [Fact]
    public async Task Values_are_summed_by_metric_dimensions_and_minute()
    {
        await _cloudWatch.PutAsync(
            Datum("RejectedPackets", 3, dimensions: [new() { Name = "StackName", Value = "s" },
                new() { Name = "Protocol", Value = "TCP" }]),
            Datum("RejectedPackets", 1, Noon.AddSeconds(59.9), new() { Name = "Protocol", Value = "TCP" },
                new() { Name = "StackName", Value = "s" }),
            Datum("RejectedPackets", 5, Noon.AddSeconds(60), new() { Name = "Protocol", Value = "TCP" },
                new() { Name = "StackName", Value = "s" }),
            Datum("RejectedPackets", 7, dimensions: [new() { Name = "Protocol", Value = "UDP" },
                new() { Name = "StackName", Value = "s" }]));
        await _cloudWatch.PutAsync(Datum("RejectedTcpPackets", 0));

        Assert.Equal(
            [
                "RejectedPackets Protocol=TCP,StackName=s 12:00:00 4 of 2",
                "RejectedPackets Protocol=TCP,StackName=s 12:01:00 5 of 1",
                "RejectedPackets Protocol=UDP,StackName=s 12:00:00 7 of 1",
                "RejectedTcpPackets  12:00:00 0 of 1",
            ],
            _cloudWatch.Points);
    }

    [Fact]
    public async Task A_datum_can_have_values_with_counts_or_statistics_and_no_time()
    {
        await _cloudWatch.PutAsync(
            new MetricDatum { MetricName = "a", Timestamp = Noon, Values = [2, 5], Counts = [10, 1] },
            new MetricDatum { MetricName = "b", Timestamp = Noon, Values = [2, 5] },
            new MetricDatum
            {
                MetricName = "c",
                Timestamp = Noon,
                StatisticValues = new() { SampleCount = 4, Sum = 10, Minimum = 1, Maximum = 4 }
            },
            new MetricDatum { MetricName = "d", Value = -0.5 },
            new MetricDatum { MetricName = "e", Timestamp = Noon.AddSeconds(1.5), Value = 1, StorageResolution = 1 });

        Assert.Equal(
            ["a  12:00:00 25 of 11", "b  12:00:00 7 of 2", "c  12:00:00 10 of 4", "d  13:37:00 -0.5 of 1",
                "e  12:00:01 1 of 1"],
            _cloudWatch.Points);
    }

    [Fact]
    public async Task Times_of_any_age_are_accepted()
    {
        await _cloudWatch.PutAsync(Datum("old", 1, new DateTime(2014, 12, 14, 4, 6, 50, DateTimeKind.Utc)));

        Assert.Equal(["old  04:06:00 1 of 1"], _cloudWatch.Points);
    }

    [Fact]
    public async Task A_call_has_at_most_1000_datums()
    {
        await _cloudWatch.PutAsync([.. Enumerable.Range(0, 1000).Select(i => Datum($"m{i:D3}", i))]);

        await Refused("InvalidParameterValue", "The collection MetricData must not have a size greater than 1000.",
            [.. Enumerable.Range(0, 1001).Select(i => Datum("m", i))]);
        Assert.Equal(1000, _cloudWatch.Points.Count());
    }

    [Fact]
    public async Task An_invalid_call_is_refused_in_CloudWatchs_words_and_stores_nothing()
    {
        await Refused("InvalidParameterValue", "The collection MetricData.member.2.Values must not have a size greater than 150.",
            Datum("good", 1), new() { MetricName = "m", Values = [.. Enumerable.Range(0, 151).Select(i => (double)i)] });
        await Refused("InvalidParameterValue", "The collection MetricData.member.1.Dimensions must not have a size greater than 30.",
            Datum("m", 1, Noon, [.. Enumerable.Range(0, 31).Select(i => new Dimension { Name = $"n{i}", Value = "v" })]));
        await Refused("MissingParameter", "The parameter MetricData.member.1.MetricName is required.", new MetricDatum { Value = 1 });
        await Refused("MissingParameter", "The parameter MetricData.member.1.Value is required.", new MetricDatum { MetricName = "m" });
        await Refused("InvalidParameterCombination",
            "The parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually exclusive and you have "
            + "specified both.",
            new MetricDatum
            {
                MetricName = "m",
                Value = 1,
                StatisticValues = new() { SampleCount = 1, Sum = 1, Minimum = 1, Maximum = 1 }
            });
        await Refused("InvalidParameterValue", "The value Packets for parameter MetricData.member.1.Unit is invalid.",
            new MetricDatum { MetricName = "m", Value = 1, Unit = "Packets" });
        await Refused("InvalidParameterValue", "The value 1E+200 for parameter MetricData.member.1.Value is invalid.", Datum("m", 1e200));
        await Refused("InvalidParameterValue", "The value 30 for parameter MetricData.member.1.StorageResolution is invalid.",
            new MetricDatum { MetricName = "m", Value = 1, StorageResolution = 30 });
        await Refused("InvalidParameterValue", "The value a\nb for parameter MetricData.member.1.Dimensions.member.1.Value is invalid.",
            Datum("m", 1, Noon, new Dimension { Name = "n", Value = "a\nb" }));

        Assert.Empty(_cloudWatch.Points);
    }

    [Fact]
    public async Task A_request_beyond_1_MB_is_refused()
    {
        var dimensions = Enumerable.Range(0, 10).Select(i => new Dimension { Name = $"n{i}", Value = new string('x', 1000) }).ToArray();

        using var client = _cloudWatch.Client();
        var error = await Assert.ThrowsAnyAsync<AmazonCloudWatchException>(() => client.PutMetricDataAsync(
            new() { Namespace = "n", MetricData = [.. Enumerable.Range(0, 200).Select(i => Datum("m", i, Noon, dimensions))] },
            TestContext.Current.CancellationToken));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge"), (error.StatusCode, error.ErrorCode));
    }

    [Fact]
    public async Task A_request_can_be_compressed()
    {
        var body = Gzipped.Of("""{"Namespace":"n","MetricData":[{"MetricName":"m","Timestamp":1795608000,"Value":1}]}""");

        Assert.Equal(HttpStatusCode.OK, await Post(body, "GraniteServiceVersion20100801.PutMetricData", "gzip"));
        Assert.Equal(["m  12:00:00 1 of 1"], _cloudWatch.Points);
    }

    [Theory]
    [InlineData("GraniteServiceVersion20100801.PutMetricData", "{")]
    [InlineData("GraniteServiceVersion20100801.PutMetricData", "[]")]
    [InlineData("GraniteServiceVersion20100801.PutMetricData", """{"Namespace":"n","MetricData":[1]}""")]
    [InlineData("GraniteServiceVersion20100801.PutMetricData", """{"Namespace":"n","MetricData":[{"MetricName":"m","Value":"NaN"}]}""")]
    [InlineData("GraniteServiceVersion20100801.PutMetricData", """{"Namespace":"AWS/EC2","MetricData":[{"MetricName":"m","Value":1}]}""")]
    [InlineData("GraniteServiceVersion20100801.GetMetricData", "{}")]
    [InlineData("", "Action=PutMetricData")]
    public async Task An_unreadable_request_is_refused(string target, string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Post(Encoding.UTF8.GetBytes(body), target, null));
        Assert.Empty(_cloudWatch.Points);
    }

    async Task<HttpStatusCode> Post(byte[] body, string target, string? encoding)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/x-amz-json-1.0" } } };
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        content.Headers.Add("X-Amz-Target", target);
        using var answer = await http.PostAsync(_cloudWatch.Url, content, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    async Task Refused(string code, string message, params MetricDatum[] data)
    {
        var error = await Assert.ThrowsAnyAsync<AmazonCloudWatchException>(() => _cloudWatch.PutAsync([.. data]));
        Assert.Equal((code, message), (error.ErrorCode, error.Message));
    }

    sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 25, 13, 37, 42, TimeSpan.Zero);
    }
}
