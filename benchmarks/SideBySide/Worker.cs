using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Amazon.KinesisFirehose;
using Amazon.Lambda.Core;
using Amazon.Runtime;
using Decompressor;

namespace SideBySide;

/// <summary>
/// One contestant in a process of its own: for each line that it reads it does its work once on every event, and writes how many
/// milliseconds that took.
/// </summary>
static class Worker
{
    public static async Task<int> RunAsync(string contestant, string[] files)
    {
        var events = files.Select(File.ReadAllBytes).ToList();
        var work = Work(contestant, events);
        while (Console.ReadLine() is not null)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var clock = Stopwatch.StartNew();
            await work();
            var time = clock.Elapsed.TotalMilliseconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{time} {GC.GetTotalAllocatedBytes(precise: true) - allocated}"));
        }
        return 0;
    }

    static Func<Task> Work(string contestant, List<byte[]> events)
    {
        switch (contestant)
        {
            case "inflate":
                var data = events.SelectMany(EventFiles.Data).ToList();
                var room = new byte[16 << 20];
                return () =>
                {
                    foreach (var record in data)
                    {
                        using var gzip = new GZipStream(new MemoryStream(record), CompressionMode.Decompress);
                        while (gzip.Read(room) > 0)
                        {
                        }
                    }
                    return Task.CompletedTask;
                };
            case "decompressor":
                // Standard output is for the figures.
                Environment.SetEnvironmentVariable("POWERTOOLS_LOG_LEVEL", "Critical");
                var transformer = new RecordTransformer(new DecompressorSettings { DeliveryStreamName = "not-called" });
                var firehose = new AmazonKinesisFirehoseClient(new AnonymousAWSCredentials(),
                    new AmazonKinesisFirehoseConfig { ServiceURL = "http://127.0.0.1:1" });
                var reingestion = new Reingestion(firehose, "not-called", transformer, TimeProvider.System);
                var function = new Function(transformer, reingestion, new InvocationReport(null, TimeProvider.System), TimeProvider.System);
                return () => EachAsync(events, input => function.HandleAsync((MemoryStream)input, new Context()));
            case "plain":
                return () => EachAsync(events, PlainFunction.HandleAsync);
            default:
                throw new ArgumentException($"'{contestant}' is not a contestant.");
        }
    }

    static async Task EachAsync(List<byte[]> events, Func<Stream, Task<Stream>> handler)
    {
        foreach (var input in events)
        {
            await using var response = await handler(new MemoryStream(input, 0, input.Length, writable: false, publiclyVisible: true));
            await response.CopyToAsync(Stream.Null);
        }
    }

    sealed class Context : ILambdaContext, ILambdaLogger
    {
        public string AwsRequestId => "";
        public IClientContext ClientContext => null!;
        public string FunctionName => "";
        public string FunctionVersion => "";
        public ICognitoIdentity Identity => null!;
        public string InvokedFunctionArn => "";
        public ILambdaLogger Logger => this;
        public string LogGroupName => "";
        public string LogStreamName => "";
        public int MemoryLimitInMB => 512;
        public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);

        public void Log(string message)
        {
        }

        public void LogLine(string message)
        {
        }
    }
}
