using System.Globalization;
using FlowLogs;

namespace Decompressor;

/// <summary>What the template tells the function, read once from the environment.</summary>
public sealed record DecompressorSettings
{
    const int SmallestLimit = 1024;
    const int LargestLimit = 1024 * 1024 * 1024;

    /// <summary>The order of the fields in a message (<c>FLOW_LOG_FORMAT</c>); the default format where it is not set.</summary>
    public FlowLogFormat Format { get; init; } = FlowLogFormat.Default;

    /// <summary>The delivery stream that too large records are sent back to (<c>DELIVERY_STREAM_NAME</c>).</summary>
    public required string DeliveryStreamName { get; init; }

    /// <summary>
    /// The most that one record may inflate to, in bytes (<c>MAX_INFLATED_BYTES</c>); 64 MiB where it is not set, five times what real flow
    /// logs reach.
    /// </summary>
    public int MaximumInflatedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The namespace of the function's metrics (<c>METRIC_NAMESPACE</c>); null for no metrics.</summary>
    public string? MetricNamespace { get; init; }

    /// <summary>
    /// The value of the metrics' dimension StackName (<c>STACK_NAME</c>); there is one exactly where there is a namespace.
    /// </summary>
    public string? StackName { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One or more variables are missing or wrong; the message names each.</exception>
    public static DecompressorSettings Read(Func<string, string?> variable)
    {
        var errors = new List<string>();
        var stream = variable("DELIVERY_STREAM_NAME");
        if (string.IsNullOrWhiteSpace(stream))
            errors.Add("DELIVERY_STREAM_NAME is not set; it is the name of the delivery stream that calls this function.");
        var (metricNamespace, stackName) = (Text("METRIC_NAMESPACE"), Text("STACK_NAME"));
        if (metricNamespace is null != stackName is null)
            errors.Add("METRIC_NAMESPACE and STACK_NAME are set both, for the function's metrics, or neither.");
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
                errors.Add($"MAX_INFLATED_BYTES is '{bytes}'; it is a number of bytes from {SmallestLimit} to {LargestLimit}.");
        }
        return errors.Count == 0
            ? settings
            : throw new InvalidOperationException($"The function's environment is not right. {string.Join(" ", errors)}");

        string? Text(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }
}
