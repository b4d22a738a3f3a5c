using System.Net;
using System.Text;
using Emulator.Firehose;

namespace Emulator.Tests.Firehose;

/// <summary>Tests the answers of PutRecordBatch ("PutRecordBatch", Amazon Data Firehose API Reference).</summary>
public sealed class FirehoseEndpointTests
{
    [Fact]
    public async Task Every_record_is_accepted_and_answered()
    {
        var taken = new List<byte[]>();
        var (status, body) = await PutAsync(taken, """{"DeliveryStreamName":"flows","Records":[{"Data":"Zmlyc3Q="},{"Data":"c2Vjb25k"}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["first", "second"], taken.Select(Encoding.UTF8.GetString));
        Assert.Matches("""^\{"FailedPutCount":0,"Encrypted":false,"RequestResponses":\[\{"RecordId":"[^"]+"\},\{"RecordId":"[^"]+"\}\]\}$""", body);
    }

    [Theory]
    [InlineData("""{"DeliveryStreamName":"other","Records":[{"Data":"Zmlyc3Q="}]}""", "ResourceNotFoundException")]
    [InlineData("""{"DeliveryStreamName":"flows","Records":[]}""", "InvalidArgumentException")]
    public async Task An_invalid_call_is_refused(string request, string type)
    {
        var taken = new List<byte[]>();
        var (status, body) = await PutAsync(taken, request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith($$"""{"__type":"{{type}}","message":""", body, StringComparison.Ordinal);
        Assert.Empty(taken);
    }

    [Fact]
    public async Task A_record_or_call_above_Firehoses_limit_is_refused()
    {
        static string Records(int count, int length) =>
            $$"""{"DeliveryStreamName":"flows","Records":[{{string.Join(',', Enumerable.Repeat($$"""{"Data":"{{Convert.ToBase64String(new byte[length])}}"}""", count))}}]}""";

        Assert.Equal(HttpStatusCode.OK, (await PutAsync([], Records(4, 1000 * 1024))).Status);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync([], Records(500, 1))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync([], Records(1, 1000 * 1024 + 1))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync([], Records(5, 900 * 1024))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync([], Records(501, 1))).Status);
    }

    static async Task<(HttpStatusCode Status, string Body)> PutAsync(List<byte[]> taken, string request)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var endpoint = await FirehoseEndpoint.StartAsync("flows", Take, cancellation);
        using var client = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Url)
        {
            Headers = { { "X-Amz-Target", "Firehose_20150804.PutRecordBatch" } },
            Content = new StringContent(request, Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        using var response = await client.SendAsync(message, cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));

        bool Take(byte[] record)
        {
            taken.Add(record);
            return true;
        }
    }
}
