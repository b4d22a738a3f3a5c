using System.Text;
using FlowLogs.Local.Template;
using FlowLogs.Local.Timeline;

namespace FlowLogs.Local.Stack;

/// <summary>The stack that the template describes, on this machine: every event of a timeline goes through all that is subscribed to the log group.</summary>
public sealed class LocalStack : IAsyncDisposable
{
    readonly ArchivePath _archive;

    LocalStack(ArchivePath archive) => _archive = archive;

    public ArchivePath Archive => _archive;

    /// <summary>
    /// The seconds that every window, buffer and payload of the template begins and ends on: VPC Flow Logs publishes by the minute,
    /// and what the template waits for may be no multiple of that.
    /// </summary>
    public static int SlotSeconds(StackTemplate template) => DeliveryStreamResource.All(template).Select(stream => stream.BufferInterval)
        .Concat(EventSourceMappingResource.All(template).Select(mapping => mapping.TumblingWindow))
        .Where(interval => interval > TimeSpan.Zero)
        .Aggregate(60, (slot, interval) => Divisor(slot, (int)interval.TotalSeconds));

    /// <summary>Starts the stack's functions and services.</summary>
    public static async Task<LocalStack> StartAsync(StackTemplate template, DataFolder data, Action<string> functionLog, CancellationToken cancellation)
    {
        var archive = SubscriptionFilterResource.All(template).FirstOrDefault(filter => filter.DestinationIsFirehose)
            ?? throw new NotSupportedException("The template has no subscription filter that leads to a delivery stream.");
        return new LocalStack(await ArchivePath.StartAsync(template, archive, data, functionLog, cancellation));
    }

    /// <summary>Runs the timeline through the stack.</summary>
    /// <param name="lines">The lines in the order of time.</param>
    /// <param name="progress">Told the lines so far, now and then.</param>
    /// <param name="cancellation">Ends the run early; what is stored by then stays.</param>
    public async Task RunAsync(IEnumerable<TimedLine> lines, Action<long>? progress, CancellationToken cancellation)
    {
        long count = 0, slot = long.MinValue;
        var eni = new byte[64];
        var eniLength = -1;
        var logStream = "";
        foreach (var line in lines)
        {
            if (line.Slot != slot || !line.Interface.SequenceEqual(eni.AsSpan(0, Math.Max(0, eniLength))) || eniLength < 0)
            {
                await _archive.FlushAsync();
                slot = line.Slot;
                eniLength = line.Interface.Length;
                if (eniLength > eni.Length)
                    eni = new byte[eniLength];
                line.Interface.CopyTo(eni);
                logStream = LogStream(line.Interface);
            }
            await _archive.AddAsync(count, logStream, line);
            if ((++count & 0x3fff) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(count);
            }
        }
        await _archive.FlushAsync();
        await _archive.CompleteAsync();
    }

    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    // VPC Flow Logs names a log stream for its interface and the traffic that it takes.
    static string LogStream(ReadOnlySpan<byte> eni) => eni.IsEmpty ? "unknown-all" : $"{Encoding.UTF8.GetString(eni)}-all";

    static int Divisor(int one, int two) => two == 0 ? one : Divisor(two, one % two);
}
