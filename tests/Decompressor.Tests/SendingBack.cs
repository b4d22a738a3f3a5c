using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Amazon.KinesisFirehose;
using Amazon.Runtime;
using FlowLogs;
using Microsoft.Extensions.Time.Testing;

namespace Decompressor.Tests;

/// <summary>Answers one PutRecordBatch call. A call that throws has lost its answer.</summary>
delegate Task<HttpResponseMessage> FirehoseAnswer(IReadOnlyList<byte[]> records, CancellationToken cancellation);

/// <summary>Transforms records in this process, with the real client, a Firehose in memory, and a fake clock.</summary>
sealed class SendingBack : HttpMessageHandler
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    readonly WaitedTime _time = new();

    /// <summary>The answer to each call; by default Firehose accepts all records.</summary>
    public FirehoseAnswer Answer { get; set; } = (records, _) => Task.FromResult(Accept(records));

    /// <summary>The records of each call.</summary>
    public List<IReadOnlyList<byte[]>> Calls { get; } = [];

    /// <summary>The reasons of the records that are ProcessingFailed.</summary>
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    /// <summary>The time that passed during the invocation.</summary>
    public TimeSpan Elapsed { get; private set; }

    public static HttpResponseMessage Accept(IReadOnlyList<byte[]> records) => Entries(records.Select(_ => true));

    /// <summary>An answer with an entry for each record: true accepts the record, false refuses it.</summary>
    public static HttpResponseMessage Entries(IEnumerable<bool> accepted)
    {
        var entries = accepted.Select(isAccepted => isAccepted
            ? """{"RecordId":"id"}"""
            : """{"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}""").ToList();
        return Json(HttpStatusCode.OK, $$"""{"FailedPutCount":{{entries.Count(entry => entry.Contains("Error", StringComparison.Ordinal))}},"RequestResponses":[{{string.Join(',', entries)}}]}""");
    }

    public static HttpResponseMessage Error(int status, string type, string message = "Slow down.") =>
        Json((HttpStatusCode)status, $$"""{"__type":"{{type}}","message":"{{message}}"}""");

    public static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };

    /// <summary>Answers only after a time that is longer than any invocation.</summary>
    public async Task<HttpResponseMessage> TooLateAsync(CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromHours(1), _time, cancellation);
        return new HttpResponseMessage();
    }

    /// <summary>Transforms records and sends back what does not fit. Every record is answered once and in order.</summary>
    public async Task<Answer[]> InvokeAsync(TimeSpan remaining, params Sent[] records)
    {
        var transformer = new RecordTransformer(new DecompressorSettings { DeliveryStreamName = Invoked.StreamName });
        using var firehose = new AmazonKinesisFirehoseClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonKinesisFirehoseConfig
            {
                ServiceURL = "http://firehose",
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
                HttpClientFactory = new Factory(this)
            });
        var reingestion = new Reingestion(firehose, Invoked.StreamName, transformer, _time);
        using var deadline = new Deadline(remaining, _time);
        var response = new ResponseBuilder(FirehoseEvent.Read(Invoked.Event(records)));
        transformer.Begin();
        foreach (var record in FirehoseEvent.Read(Invoked.Event(records)))
            response.Add(transformer.Transform(record.Base64.Span, response.Room, response.LargestData, deadline.Working));

        var started = _time.GetUtcNow();
        _time.ForgetWaits();
        var sending = reingestion.SendBackAsync(response, deadline.Working);
        while (await Task.WhenAny(sending, _time.NextWaitAsync()) is Task<TimeSpan> wait)
        {
            for (var end = _time.GetUtcNow() + await wait; _time.GetUtcNow() < end && !deadline.HasPassed;)
                _time.Advance(Step);
        }
        await sending;
        Elapsed = _time.GetUtcNow() - started;
        Reasons = [.. response.Failures.Select(failure => failure.Reason)];
        byte[] buffer = [];
        var answers = Answers.Read(response.Build(ref buffer).ToArray());
        Assert.Equal(records.Select(record => record.RecordId), answers.Select(answer => answer.RecordId));
        return answers;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var records = json.RootElement.GetProperty("Records").EnumerateArray()
            .Select(record => record.GetProperty("Data").GetBytesFromBase64()).ToList();
        Calls.Add(records);
        return await Answer(records, cancellationToken);
    }

    /// <summary>A clock that reports each wait of the code under test, and moves on only when the code waits.</summary>
    sealed class WaitedTime : FakeTimeProvider
    {
        Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

        public void ForgetWaits() => _waits = Channel.CreateUnbounded<TimeSpan>();

        public Task<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync().AsTask();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.Writer.TryWrite(dueTime);
            return timer;
        }
    }

    sealed class Factory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
