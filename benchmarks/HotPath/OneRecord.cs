using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using BenchmarkDotNet.Attributes;
using Decompressor;
using FlowLogs;

namespace HotPath;

/// <summary>
/// One Firehose record through the Decompressor, against inflating it; and whether what is allocated grows with the log events in it.
/// </summary>
// In process: BenchmarkDotNet would build a project of its own under this repository's rules.
[InProcess]
[MemoryDiagnoser]
public class OneRecord
{
    readonly RecordTransformer _transformer = new(new DecompressorSettings { DeliveryStreamName = "not-called" });
    readonly byte[] _room = new byte[16 << 20];
    byte[] _gzip = [];
    byte[] _base64 = [];

    [Params(100, 10_000)]
    public int LogEvents { get; set; }

    [Params("message", "extractedFields")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var events = Enumerable.Range(0, LogEvents).Select(_ =>
        {
            var packets = random.Next(1, 400);
            var start = 1_774_000_000 + random.Next(60);
            var message = $"2 123456789012 eni-0123456789abcdef0 "
                + $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)} 10.0.0.{random.Next(256)} "
                + $"{random.Next(32_768, 61_000)} 443 6 {packets} {packets * random.Next(40, 1_400)} {start} {start + random.Next(60)} "
                + $"ACCEPT OK";
            var fields = FlowLogFormat.Default.Fields.Zip(message.Split(' '), (field, value) => $"\"{field.Column}\":\"{value}\"");
            var extracted = Shape == "message" ? "" : $$""","extractedFields":{{{string.Join(',', fields)}}}""";
            return $$"""{"id":"3735{{random.NextInt64():D19}}{{random.NextInt64():D19}}00000000000000","timestamp":1774000060000,"message":"{{message}}"{{extracted}}}""";
        });
        using var data = new MemoryStream();
        using (var gzip = new GZipStream(data, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes($$"""{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"g","logStream":"s","subscriptionFilters":["f"],"logEvents":[{{string.Join(',', events)}}]}"""));
        _gzip = data.ToArray();
        _base64 = Encoding.ASCII.GetBytes(Convert.ToBase64String(_gzip));
    }

    [Benchmark(Baseline = true)]
    public int Inflate()
    {
        using var gzip = new GZipStream(new MemoryStream(_gzip), CompressionMode.Decompress);
        var length = 0;
        while (gzip.Read(_room) is var read and > 0)
            length += read;
        return length;
    }

    [Benchmark]
    public int Transform()
    {
        _transformer.Begin();
        var lines = _transformer.Transform(_base64, ResponseBuilder.Limit, ResponseBuilder.Limit, CancellationToken.None).Lines!.Value.Span;
        Base64.EncodeToUtf8(lines, _room, out _, out var written);
        return written;
    }
}
