using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Cbor;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Emulator.Tests.CloudWatch;

/// <summary>Tests PutMetricData in Smithy RPC v2 CBOR, which the official CloudWatch clients send.</summary>
public sealed class CborTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_is_stored_plain_or_compressed(bool compressed)
    {
        await using var cloudWatch = CloudWatchFixture.Start();

        using var response = await SendAsync(cloudWatch, Request("VPCFlowLogs"), compressed);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("rpc-v2-cbor", Assert.Single(response.Headers.GetValues("smithy-protocol")));
        Assert.Equal("application/cbor", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["RejectedPackets Protocol=TCP 12:00:00 22 of 1"], cloudWatch.Points);
    }

    [Fact]
    public async Task A_refusal_is_CBOR_with_the_type_and_the_message()
    {
        await using var cloudWatch = CloudWatchFixture.Start();

        using var response = await SendAsync(cloudWatch, Request("AWS/Lambda"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("InvalidParameterValue;Sender", Assert.Single(response.Headers.GetValues("x-amzn-query-error")));
        var error = new CborReader(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, error.ReadStartMap());
        Assert.Equal(("__type", "com.amazonaws.cloudwatch#InvalidParameterValueException"),
            (error.ReadTextString(), error.ReadTextString()));
        Assert.Equal(("message", "The value AWS/Lambda for parameter Namespace is invalid."),
            (error.ReadTextString(), error.ReadTextString()));
        Assert.Empty(cloudWatch.Points);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A1")]
    [InlineData("FF")]
    [InlineData("A1696E616D657370616365C0")]
    [InlineData("818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181818181F6")]
    public async Task Bytes_that_are_not_a_CBOR_request_are_refused(string hex)
    {
        await using var cloudWatch = CloudWatchFixture.Start();

        using var response = await SendAsync(cloudWatch, Convert.FromHexString(hex));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_AWS_SDK_for_Python_puts_metrics()
    {
        const string Put = """
            import sys, datetime, boto3, botocore.model
            botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = ("smithy-rpc-v2-cbor",)
            client = boto3.client("cloudwatch", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
            time = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.timezone.utc)
            data = [{"MetricName": "RejectedPackets", "Dimensions": [{"Name": "Protocol", "Value": "TCP"}], "Timestamp": time, "Value": 22.0, "Unit": "Count"}]
            client.put_metric_data(Namespace="VPCFlowLogs", MetricData=data)
            try:
                client.put_metric_data(Namespace="AWS/Lambda", MetricData=data)
            except client.exceptions.InvalidParameterValueException as error:
                print(client.meta.service_model.resolved_protocol, error.response["Error"]["Code"], error.response["Error"]["Message"])
            """;
        await using var cloudWatch = CloudWatchFixture.Start();

        var (exitCode, output) = await PythonAsync("-c", Put, cloudWatch.Url.ToString());

        Assert.SkipWhen(exitCode is null || output.Contains("ModuleNotFoundError"), "skipped: python3 with boto3 is not installed");
        Assert.Equal("smithy-rpc-v2-cbor InvalidParameterValue The value AWS/Lambda for parameter Namespace is invalid.", output.Trim());
        Assert.Equal(["RejectedPackets Protocol=TCP 12:00:00 22 of 1"], cloudWatch.Points);
    }

    static async Task<(int? ExitCode, string Output)> PythonAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var python = Process.Start(start)!;
            var errors = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (python.ExitCode, output + await errors);
        }
        catch (Win32Exception)
        {
            return (null, "");
        }
    }

    static byte[] Request(string metricNamespace)
    {
        var cbor = new CborWriter();
        cbor.WriteStartMap(null);
        cbor.WriteTextString("Namespace");
        cbor.WriteTextString(metricNamespace);
        cbor.WriteTextString("MetricData");
        cbor.WriteStartArray(1);
        cbor.WriteStartMap(5);
        cbor.WriteTextString("MetricName");
        cbor.WriteTextString("RejectedPackets");
        cbor.WriteTextString("Dimensions");
        cbor.WriteStartArray(null);
        cbor.WriteStartMap(2);
        cbor.WriteTextString("Name");
        cbor.WriteTextString("Protocol");
        cbor.WriteTextString("Value");
        cbor.WriteTextString("TCP");
        cbor.WriteEndMap();
        cbor.WriteEndArray();
        cbor.WriteTextString("Timestamp");
        cbor.WriteTag(CborTag.UnixTimeSeconds);
        cbor.WriteDouble(new DateTimeOffset(CloudWatchFixture.Noon).ToUnixTimeSeconds());
        cbor.WriteTextString("Value");
        cbor.WriteHalf((Half)22);
        cbor.WriteTextString("Unit");
        cbor.WriteTextString("Count");
        cbor.WriteEndMap();
        cbor.WriteEndArray();
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    static async Task<HttpResponseMessage> SendAsync(CloudWatchFixture cloudWatch, byte[] cbor, bool compressed = false)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(cloudWatch.Url, "/service/GraniteServiceVersion20100801/operation/PutMetricData"));
        request.Headers.Add("smithy-protocol", "rpc-v2-cbor");
        request.Content = new ByteArrayContent(compressed ? Compress(cbor) : cbor);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cbor");
        if (compressed)
            request.Content.Headers.ContentEncoding.Add("gzip");
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    static byte[] Compress(byte[] data)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(data);
        return zipped.ToArray();
    }
}
