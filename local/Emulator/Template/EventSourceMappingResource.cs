namespace Emulator.Template;

/// <summary>
/// A Kinesis stream that a function reads: SAM's event of type Kinesis, or AWS::Lambda::EventSourceMapping. Missing properties have the
/// defaults of "CreateEventSourceMapping" (AWS Lambda API Reference).
/// </summary>
public sealed record EventSourceMappingResource
{
    /// <summary>The logical id of the mapping. For an event of SAM it is the id that SAM generates: function and event.</summary>
    public required string LogicalId { get; init; }

    public required string FunctionLogicalId { get; init; }

    public required string StreamLogicalId { get; init; }

    public required string StreamArn { get; init; }

    /// <summary>The length of the window, at most 900 seconds; zero without windows.</summary>
    public required TimeSpan TumblingWindow { get; init; }

    /// <summary>The largest number of records of one invocation; by default 100.</summary>
    public required int BatchSize { get; init; }

    /// <summary>By default zero.</summary>
    public required TimeSpan MaximumBatchingWindow { get; init; }

    /// <summary>Concurrent invocations per shard; by default 1.</summary>
    public required int ParallelizationFactor { get; init; }

    /// <summary>The number of retries of a batch; by default -1, which is until its records expire.</summary>
    public required int MaximumRetryAttempts { get; init; }

    /// <summary>Whether a failed batch is retried in halves.</summary>
    public required bool BisectsBatchOnFunctionError { get; init; }

    /// <summary>Whether the function can report failed records (FunctionResponseTypes contains ReportBatchItemFailures).</summary>
    public required bool ReportsBatchItemFailures { get; init; }

    /// <summary>Returns the enabled ones.</summary>
    public static IReadOnlyList<EventSourceMappingResource> All(StackTemplate template) =>
        [.. template.Resources.Values.SelectMany(resource => resource.Type switch
        {
            "AWS::Serverless::Function" => FunctionEvent.All(resource).Where(item => item.Type == "Kinesis" && item.Properties.IsEnabled)
                .Select(item => Read(template, item.LogicalId, resource.LogicalId, item.Properties, "Stream")),
            "AWS::Lambda::EventSourceMapping" when ReadsKinesis(resource) => [Read(template, resource)],
            _ => Enumerable.Empty<EventSourceMappingResource>(),
        })];

    static bool ReadsKinesis(TemplateResource resource) =>
        resource.Read() is { IsEnabled: true } mapping && mapping.OptionalText("EventSourceArn")?.Split(':') is [_, _, "kinesis", ..];

    static EventSourceMappingResource Read(StackTemplate template, TemplateResource resource)
    {
        var properties = resource.Read();
        var function = properties.Text("FunctionName");
        var functionId = template.FindByReference(function)?.LogicalId
            ?? throw properties.Wrong("FunctionName", $"is {function}, which is not a function of this template. Use !Ref of a function.");
        return Read(template, resource.LogicalId, functionId, properties, "EventSourceArn");
    }

    static EventSourceMappingResource Read(StackTemplate template, string logicalId, string functionId, PropertyReader properties,
        string streamKey)
    {
        var arn = properties.Text(streamKey);
        var window = properties.Int("TumblingWindowInSeconds", 0);
        if (window is < 0 or > 900)
            throw properties.Wrong("TumblingWindowInSeconds", $"is {window}. Lambda accepts 0 to 900.");
        return new EventSourceMappingResource
        {
            LogicalId = logicalId,
            FunctionLogicalId = functionId,
            StreamLogicalId = template.FindByReference(arn)?.LogicalId
                ?? throw properties.Wrong(streamKey, $"is {arn}, which is not a stream of this template. Use !GetAtt of a stream."),
            StreamArn = arn,
            TumblingWindow = TimeSpan.FromSeconds(window),
            BatchSize = properties.Int("BatchSize", 100),
            MaximumBatchingWindow = TimeSpan.FromSeconds(properties.Int("MaximumBatchingWindowInSeconds", 0)),
            ParallelizationFactor = properties.Int("ParallelizationFactor", 1),
            MaximumRetryAttempts = properties.Int("MaximumRetryAttempts", -1),
            BisectsBatchOnFunctionError = properties.Bool("BisectBatchOnFunctionError", false),
            ReportsBatchItemFailures = properties.List("FunctionResponseTypes").Contains("ReportBatchItemFailures"),
        };
    }
}
