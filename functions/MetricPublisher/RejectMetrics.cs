using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace MetricPublisher;

/// <summary>Publishes tallies as CloudWatch metrics: the names, dimensions and limits in one place.</summary>
public sealed class RejectMetrics(IAmazonCloudWatch cloudWatch, MetricPublisherSettings settings)
{
    public const string RejectedTcpPackets = "RejectedTcpPackets";
    public const string RejectedPackets = "RejectedPackets";
    public const string UnreadableRecords = "UnreadableRecords";

    /// <summary>
    /// The most datums of one call. They take far less than the call's 1 MB. Source: "PutMetricData", Amazon CloudWatch API Reference.
    /// </summary>
    public const int MostDatums = 1000;

    /// <summary>
    /// How often the client repeats a call. A call whose answer is lost may have stored its values, and a repetition adds them again, so
    /// repetitions are few. AWSSDK.Core would repeat a call on a closed connection ten times more.
    /// </summary>
    public static AmazonCloudWatchConfig ClientConfig => new() { MaxErrorRetry = 2, MaxStaleConnectionRetries = 0 };

    // A metric's value is a double: whole numbers up to this are exact.
    static readonly UInt128 LargestExact = 1UL << 53;

    /// <summary>How many datums a tally becomes.</summary>
    public static int DatumsOf(RejectTally tally) => 1 + tally.Packets.Count + (tally.UnreadableRecords > 0 ? 1 : 0);

    /// <summary>
    /// Publishes tallies by the start of their windows, in one call. RejectedTcpPackets is there even when it is 0, to tell "none" from
    /// "no data"; the others only where there is something to say.
    /// </summary>
    /// <exception cref="AmazonCloudWatchException">CloudWatch refused, or AWSSDK.Core's retries came to their end.</exception>
    /// <exception cref="OperationCanceledException">The deadline came first.</exception>
    public async Task PublishAsync(IReadOnlyDictionary<DateTime, RejectTally> windows, CancellationToken cancellationToken)
    {
        var datums = new List<MetricDatum>();
        foreach (var (start, tally) in windows)
        {
            datums.Add(Datum(start, RejectedTcpPackets, tally.Packets.GetValueOrDefault((byte)IanaProtocol.Tcp)));
            foreach (var (protocol, packets) in tally.Packets)
                datums.Add(Datum(start, RejectedPackets, packets,
                    new Dimension { Name = "Protocol", Value = IanaProtocol.Keyword(protocol) }));
            if (tally.UnreadableRecords > 0)
                datums.Add(Datum(start, UnreadableRecords, tally.UnreadableRecords));
        }

        foreach (var (start, tally) in windows)
            foreach (var (protocol, packets) in tally.Packets)
                if (packets > LargestExact)
                    Logger.LogWarning(
                        "{packets} rejected packets of {protocol} in the window of {window_start:s}Z: CloudWatch keeps the first 15 "
                        + "digits.",
                        [packets.ToString(CultureInfo.InvariantCulture), IanaProtocol.Keyword(protocol), start]);

        await cloudWatch.PutMetricDataAsync(new PutMetricDataRequest { Namespace = settings.Namespace, MetricData = datums },
            cancellationToken);
    }

    MetricDatum Datum(DateTime start, string name, UInt128 value, params Dimension[] dimensions) => new()
    {
        MetricName = name,
        Dimensions = [new Dimension { Name = "StackName", Value = settings.StackName }, .. dimensions],
        Timestamp = start,
        Value = (double)value,
        Unit = StandardUnit.Count,
    };
}
