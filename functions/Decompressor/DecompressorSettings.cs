using System.Globalization;
using FlowLogs;

namespace Decompressor;

/// <summary>The settings that the template passes in the environment.</summary>
public sealed record DecompressorSettings
{
    const int SmallestLimit = 1024;
    const int LargestLimit = 1024 * 1024 * 1024;

    /// <summary>The order of the fields in a message (<c>FLOW_LOG_FORMAT</c>). The default is AWS's default format.</summary>
    public FlowLogFormat Format { get; init; } = FlowLogFormat.Default;

    /// <summary>The delivery stream to which records are sent back (<c>DELIVERY_STREAM_NAME</c>).</summary>
    public required string DeliveryStreamName { get; init; }

    /// <summary>
    /// The maximum inflated size of a record in bytes (<c>MAX_INFLATED_BYTES</c>). The default is 64 MiB, five times what real flow logs
    /// reach.
    /// </summary>
    public int MaximumInflatedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The namespace of the function's metrics (<c>METRIC_NAMESPACE</c>); null for no metrics.</summary>
    public string? MetricNamespace { get; init; }

    /// <summary>The value of the metrics' dimension StackName (<c>STACK_NAME</c>); set if and only if the namespace is.</summary>
    public string? StackName { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One or more variables are missing or invalid; the message names each.</exception>
    public static DecompressorSettings Read(Func<string, string?> variable)
    {
        var errors = new List<string>();
        var stream = variable("DELIVERY_STREAM_NAME");
        if (string.IsNullOrWhiteSpace(stream))
            errors.Add("DELIVERY_STREAM_NAME is not set. It must be the name of the delivery stream that calls this function.");
        var (metricNamespace, stackName) = (Text("METRIC_NAMESPACE"), Text("STACK_NAME"));
        if (metricNamespace is null != stackName is null)
            errors.Add("Set both METRIC_NAMESPACE and STACK_NAME, or neither.");
        var settings = new DecompressorSettings { DeliveryStreamName = stream!, MetricNamespace = metricNamespace, StackName = stackName };
        if (variable("FLOW_LOG_FORMAT") is { Length: > 0 } format)
        {
            try
            {
                settings = settings with { Format = FlowLogFormat.Parse(format) };
            }
            catch (FormatException exception)
            {
                errors.Add($"FLOW_LOG_FORMAT: {exception.Message}");
            }
        }
        if (variable("MAX_INFLATED_BYTES") is { Length: > 0 } bytes)
        {
            if (int.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var maximum)
                && maximum is >= SmallestLimit and <= LargestLimit)
                settings = settings with { MaximumInflatedBytes = maximum };
            else
                errors.Add($"MAX_INFLATED_BYTES is '{bytes}'. It must be a number of bytes from {SmallestLimit} to {LargestLimit}.");
        }
        return errors.Count == 0
            ? settings
            : throw new InvalidOperationException($"Invalid environment variables. {string.Join(" ", errors)}");

        string? Text(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }
}
