using System.Text;
using Emulator.CloudWatchLogs;
using Emulator.Lambda;
using Emulator.Template;

namespace Tool.Stack;

/// <summary>The stack of the template on this machine. Every event of a timeline goes through all subscriptions of the log group.</summary>
public sealed class LocalStack : IAsyncDisposable
{
    readonly Stack<IAsyncDisposable> _started;
    readonly LocalServices _services;
    readonly AnalyticsPath? _analytics;
    readonly IReadOnlyList<ScheduledFunction> _schedules;
    readonly PayloadQueue[] _subscriptions;

    LocalStack(Stack<IAsyncDisposable> started, LocalServices services, ArchivePath archive, AnalyticsPath? analytics,
        IReadOnlyList<ScheduledFunction> schedules)
    {
        (_started, _services, Archive, _analytics, _schedules) = (started, services, archive, analytics, schedules);
        _subscriptions = analytics is null ? [archive.Payloads] : [archive.Payloads, analytics.Payloads];
    }

    public ArchivePath Archive { get; }

    /// <summary>Errors outside the path of the data, one sentence each. They are complete after the stack is disposed of.</summary>
    public IEnumerable<string> Failures =>
        _schedules.SelectMany(schedule => schedule.Failures).Concat(_services.MetricFailure is { } failure ? [failure] : []);

    /// <summary>
    /// The seconds that every window, buffer and payload of the template begins and ends on: VPC Flow Logs publishes by the minute,
    /// and what the template waits for may be no multiple of that.
    /// </summary>
    public static int SlotSeconds(StackTemplate template) => DeliveryStreamResource.All(template).Select(stream => stream.BufferInterval)
        .Concat(EventSourceMappingResource.All(template).Select(mapping => mapping.TumblingWindow))
        .Where(interval => interval > TimeSpan.Zero)
        .Aggregate(60, (slot, interval) => Divisor(slot, (int)interval.TotalSeconds));

    /// <summary>Starts the stack's functions and services.</summary>
    /// <param name="template">The stack.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="functionLog">Receives the log lines with the name of the function.</param>
    /// <param name="cancellation">Cancels the start.</param>
    public static async Task<LocalStack> StartAsync(StackTemplate template, DataFolder data, Action<string, string> functionLog,
        CancellationToken cancellation)
    {
        var filter = SubscriptionFilterResource.All(template).FirstOrDefault(filter => filter.DestinationIsFirehose)
            ?? throw new StackException("The template has no subscription filter with a delivery stream as its destination. Add one.");
        var rejects = SubscriptionFilterResource.All(template).FirstOrDefault(filter => filter.DestinationIsKinesis);
        var started = new Stack<IAsyncDisposable>();
        try
        {
            ArchivePath? archive = null;
            var services = Started(await LocalServices.StartAsync(template, data.Root, sent =>
                archive!.SendBack(sent), cancellation, data.RunId));
            archive = Started(await ArchivePath.StartAsync(template, filter, data, Options, cancellation));
            var analytics = rejects is null ? null : Started(await AnalyticsPath.StartAsync(template, rejects, Options, cancellation));
            var schedules = ScheduleResource.All(template).Select(schedule => Started(new ScheduledFunction(
                schedule, new LambdaFunction(FunctionResource.Find(template, schedule.FunctionLogicalId),
                    Options(schedule.FunctionLogicalId)))));
            return new LocalStack(started, services, archive, analytics, [.. schedules]);

            LambdaOptions Options(string name) => new()
            {
                Environment = services.EnvironmentOf(name),
                Log = line =>
                {
                    functionLog(name, line);
                    services.AddLogLine(line);
                },
            };
        }
        catch
        {
            await EndAsync(started);
            throw;
        }

        T Started<T>(T part)
            where T : IAsyncDisposable
        {
            started.Push(part);
            return part;
        }
    }

    /// <summary>Runs the timeline through the stack.</summary>
    /// <param name="lines">The lines in the order of time.</param>
    /// <param name="progress">Receives the number of lines so far.</param>
    /// <param name="cancellation">Ends the run early. Stored records stay.</param>
    public async Task RunAsync(IEnumerable<TimedLine> lines, Action<long>? progress, CancellationToken cancellation)
    {
        long count = 0, slot = long.MinValue;
        byte[] eni = [];
        var logStream = "";
        foreach (var line in lines)
        {
            if (line.Slot != slot || !line.Interface.SequenceEqual(eni))
            {
                await FlushAsync();
                if (line.Slot != slot)
                    foreach (var schedule in _schedules)
                        schedule.Advance(line.Slot, cancellation);
                slot = line.Slot;
                eni = line.Interface.ToArray();
                logStream = LogStream(eni);
            }
            foreach (var subscription in _subscriptions)
                await subscription.AddAsync(count, logStream, line);
            if ((++count & 0x3fff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(count);
            }
        }
        await FlushAsync();
        await Task.WhenAll(Archive.CompleteAsync(), _analytics?.CompleteAsync() ?? Task.CompletedTask);
        foreach (var schedule in _schedules)
            await schedule.CompleteAsync(cancellation);
    }

    public ValueTask DisposeAsync() => EndAsync(_started);

    // In reverse order: functions end before the services that they call.
    static async ValueTask EndAsync(Stack<IAsyncDisposable> started)
    {
        while (started.TryPop(out var part))
            await part.DisposeAsync();
    }

    async ValueTask FlushAsync()
    {
        foreach (var subscription in _subscriptions)
            await subscription.FlushAsync();
    }

    // VPC Flow Logs names a log stream after its interface and traffic type.
    static string LogStream(byte[] eni) => eni.Length == 0 ? "unknown-all" : $"{Encoding.UTF8.GetString(eni)}-all";

    static int Divisor(int one, int two) => two == 0 ? one : Divisor(two, one % two);
}
