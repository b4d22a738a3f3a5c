using FlowLogs;

namespace Decompressor;

/// <summary>What the template tells the function, read once from the environment.</summary>
public sealed record DecompressorSettings
{
    /// <summary>The order of the fields in a message (<c>FLOW_LOG_FORMAT</c>); the default format where it is not set.</summary>
    public FlowLogFormat Format { get; init; } = FlowLogFormat.Default;

    /// <summary>The delivery stream that too large records are sent back to (<c>DELIVERY_STREAM_NAME</c>).</summary>
    public required string DeliveryStreamName { get; init; }

    /// <summary>The most that one record may inflate to, in bytes (<c>MAX_INFLATED_BYTES</c>); 64 MiB where it is not set, five times what real flow logs reach.</summary>
    public int MaximumInflatedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One or more variables are missing or wrong; the message names each.</exception>
    public static DecompressorSettings Read(Func<string, string?> variable)
    {
        var errors = new List<string>();
        var format = FlowLogFormat.Default;
        if (variable("FLOW_LOG_FORMAT") is { Length: > 0 } text)
        {
            try
            {
                format = FlowLogFormat.Parse(text);
            }
            catch (FormatException exception)
            {
                errors.Add($"FLOW_LOG_FORMAT: {exception.Message}");
            }
        }
        var stream = variable("DELIVERY_STREAM_NAME");
        if (string.IsNullOrEmpty(stream))
            errors.Add("DELIVERY_STREAM_NAME is not set; it is the name of the delivery stream that calls this function.");
        var maximum = 64 * 1024 * 1024;
        if (variable("MAX_INFLATED_BYTES") is { Length: > 0 } bytes && (!int.TryParse(bytes, out maximum) || maximum is < 1024 or > 1024 * 1024 * 1024))
            errors.Add($"MAX_INFLATED_BYTES is '{bytes}'; it is a number of bytes from 1024 to 1073741824.");
        if (errors.Count > 0)
            throw new InvalidOperationException($"The function's environment is not right. {string.Join(" ", errors)}");
        return new DecompressorSettings { Format = format, DeliveryStreamName = stream!, MaximumInflatedBytes = maximum };
    }
}
