using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using AWS.Lambda.Powertools.Logging;
using FlowLogs;

namespace MetricPublisher;

/// <summary>Publishes tallies as CloudWatch metrics, and defines their names, dimensions and limits.</summary>
public sealed class RejectMetrics(IAmazonCloudWatch cloudWatch, MetricPublisherSettings settings)
{
    public const string RejectedTcpPackets = "RejectedTcpPackets";
    public const string RejectedPackets = "RejectedPackets";
    public const string UnreadableRecords = "UnreadableRecords";

    /// <summary>
    /// The maximum number of datums of one call. They take far less than the call's 1 MB. Source: "PutMetricData", Amazon CloudWatch API
    /// Reference.
    /// </summary>
    public const int MostDatums = 1000;

    /// <summary>
    /// The maximum number of retries of the client. A call whose answer is lost may have stored its values, and a retry adds them again, so
    /// retries are few. AWSSDK.Core would repeat a call on a closed connection ten times more.
    /// </summary>
    public static AmazonCloudWatchConfig ClientConfig => new() { MaxErrorRetry = 2, MaxStaleConnectionRetries = 0 };

    // The value of a metric is a double: whole numbers up to this limit are exact.
    static readonly UInt128 LargestExact = 1UL << 53;

    /// <summary>Returns the number of datums of a tally.</summary>
    public static int DatumsOf(RejectTally tally) => 1 + tally.Packets.Count + (tally.UnreadableRecords > 0 ? 1 : 0);

    /// <summary>
    /// Publishes tallies by the start of their windows in one call. RejectedTcpPackets is published even if it is 0, to distinguish "none"
    /// from "no data"; other metrics only if they are not 0.
    /// </summary>
    /// <exception cref="AmazonCloudWatchException">CloudWatch refused the call, or all retries failed.</exception>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
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
