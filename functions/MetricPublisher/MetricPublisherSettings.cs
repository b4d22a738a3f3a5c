using FlowLogs;

namespace MetricPublisher;

/// <summary>The settings that the template passes in the environment.</summary>
public sealed record MetricPublisherSettings
{
    /// <summary>The metrics' namespace (<c>METRIC_NAMESPACE</c>).</summary>
    public required string Namespace { get; init; }

    /// <summary>The value of the StackName dimension (<c>STACK_NAME</c>).</summary>
    public required string StackName { get; init; }

    /// <summary>The order of the fields in a message (<c>FLOW_LOG_FORMAT</c>). The default is AWS's default format.</summary>
    public FlowLogFormat Format { get; init; } = FlowLogFormat.Default;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One or more variables are missing or invalid; the message names each.</exception>
    public static MetricPublisherSettings Read(Func<string, string?> variable)
    {
        var errors = new List<string>();
        var name = Required("METRIC_NAMESPACE", "the namespace of the metrics");
        if (name.StartsWith("AWS/", StringComparison.Ordinal))
            errors.Add($"METRIC_NAMESPACE is '{name}'. Namespaces that begin with AWS/ are reserved for AWS.");
        var stack = Required("STACK_NAME", "the value of the metrics' dimension StackName");
        var format = ReadFormat(variable("FLOW_LOG_FORMAT"), errors);
        if (errors.Count > 0)
            throw new InvalidOperationException($"Invalid environment variables. {string.Join(" ", errors)}");
        return new MetricPublisherSettings { Namespace = name, StackName = stack, Format = format };

        string Required(string variableName, string meaning)
        {
            var value = variable(variableName);
            if (string.IsNullOrWhiteSpace(value))
                errors.Add($"{variableName} is not set. It must be {meaning}.");
            return value ?? "";
        }
    }

    static FlowLogFormat ReadFormat(string? text, List<string> errors)
    {
        if (string.IsNullOrEmpty(text))
            return FlowLogFormat.Default;
        try
        {
            var format = FlowLogFormat.Parse(text);
            foreach (var needed in RejectReader.Fields)
                if (!format.Fields.Contains(needed))
                    errors.Add($"FLOW_LOG_FORMAT has no ${{{needed}}}, which is needed to count rejected packets.");
            return format;
        }
        catch (FormatException exception)
        {
            errors.Add($"FLOW_LOG_FORMAT: {exception.Message}");
            return FlowLogFormat.Default;
        }
    }
}
