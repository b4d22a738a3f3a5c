namespace Emulator.Template;

/// <summary>
/// The transformation function of a delivery stream, with the defaults and limits of "Transform source data in Amazon Data Firehose"
/// (Amazon Data Firehose Developer Guide) and "ProcessorParameter" (API Reference).
/// </summary>
public sealed record LambdaProcessor
{
    const string Value = "ParameterValue";

    public required string FunctionLogicalId { get; init; }

    /// <summary>The buffer size of one invocation, in bytes, from 0.2 to 3 MB; by default 1 MB (1,048,576 bytes).</summary>
    public required int BufferSize { get; init; }

    /// <summary>The buffer interval of one invocation; by default 60 seconds.</summary>
    public required TimeSpan BufferInterval { get; init; }

    /// <summary>The number of retries after a failed invocation; by default 3.</summary>
    public required int NumberOfRetries { get; init; }

    internal static LambdaProcessor? Read(StackTemplate template, PropertyReader destination)
    {
        if (destination.OptionalMap("ProcessingConfiguration") is not { } configuration || !configuration.Bool("Enabled", true))
            return null;
        var processor = configuration.Maps("Processors").FirstOrDefault(processor => processor.Text("Type") == "Lambda");
        if (processor is null)
            return null;

        var lambda = Parameter("LambdaArn") ?? throw processor.Missing("Parameters.LambdaArn");
        var arn = lambda.Text(Value);
        var size = Parameter("BufferSizeInMBs");
        var megabytes = size?.Decimal(Value, 1) ?? 1;
        if (megabytes is < 0.2m or > 3)
            throw size!.Wrong(Value, $"is {megabytes}. Firehose accepts 0.2 to 3.");
        return new LambdaProcessor
        {
            FunctionLogicalId = template.FindByReference(arn)?.LogicalId
                ?? throw lambda.Wrong(Value, $"is {arn}, which is not a function of this template. Use !GetAtt of a function."),
            BufferSize = (int)(megabytes * 1_048_576),
            BufferInterval = TimeSpan.FromSeconds(Parameter("BufferIntervalInSeconds")?.Int(Value, 60) ?? 60),
            NumberOfRetries = Parameter("NumberOfRetries")?.Int(Value, 3) ?? 3,
        };

        PropertyReader? Parameter(string name) =>
            processor.Maps("Parameters").FirstOrDefault(parameter => parameter.Text("ParameterName") == name);
    }
}
