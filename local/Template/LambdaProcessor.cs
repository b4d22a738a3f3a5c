namespace FlowLogs.Local.Template;

/// <summary>
/// The function that a delivery stream's records go through, with the defaults of "ProcessorParameter" (Amazon Data Firehose API Reference).
/// </summary>
public sealed record LambdaProcessor
{
    public required string FunctionLogicalId { get; init; }

    /// <summary>How much is gathered for one invocation, in bytes; by default 1 MB (1,048,576 bytes).</summary>
    public required int BufferSize { get; init; }

    /// <summary>How long is gathered for one invocation; by default 60 seconds.</summary>
    public required TimeSpan BufferInterval { get; init; }

    /// <summary>After a failed invocation; by default 3.</summary>
    public required int NumberOfRetries { get; init; }

    internal static LambdaProcessor? Read(StackTemplate template, PropertyReader destination)
    {
        if (destination.OptionalMap("ProcessingConfiguration") is not { } configuration || !configuration.Bool("Enabled", true))
            return null;
        var processor = configuration.Maps("Processors").FirstOrDefault(processor => processor.Text("Type") == "Lambda");
        if (processor is null)
            return null;

        var parameters = processor.Maps("Parameters").ToDictionary(parameter => parameter.Text("ParameterName"));
        var lambda = parameters.GetValueOrDefault("LambdaArn") ?? throw processor.Missing("Parameters.LambdaArn");
        var arn = lambda.Text("ParameterValue");
        return new LambdaProcessor
        {
            FunctionLogicalId = template.FindByReference(arn)?.LogicalId
                ?? throw lambda.Wrong("ParameterValue", $"is {arn}, which is no function of this template; use !GetAtt of one."),
            BufferSize = (int)((parameters.GetValueOrDefault("BufferSizeInMBs")?.Decimal("ParameterValue", 1) ?? 1) * 1_048_576),
            BufferInterval = TimeSpan.FromSeconds(parameters.GetValueOrDefault("BufferIntervalInSeconds")?.Int("ParameterValue", 60) ?? 60),
            NumberOfRetries = parameters.GetValueOrDefault("NumberOfRetries")?.Int("ParameterValue", 3) ?? 3,
        };
    }
}
