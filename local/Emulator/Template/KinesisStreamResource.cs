namespace Emulator.Template;

/// <summary>A data stream (AWS::Kinesis::Stream).</summary>
public sealed record KinesisStreamResource
{
    public required string LogicalId { get; init; }

    /// <summary>
    /// By default 1; an on-demand stream starts with 4 ("Choose the right mode", Amazon Kinesis Data Streams Developer Guide).
    /// </summary>
    public required int ShardCount { get; init; }

    public static IReadOnlyList<KinesisStreamResource> All(StackTemplate template) =>
        [.. template.ResourcesOfType("AWS::Kinesis::Stream").Select(Read)];

    static KinesisStreamResource Read(TemplateResource resource)
    {
        var properties = resource.Read();
        var isOnDemand = properties.OptionalMap("StreamModeDetails")?.Text("StreamMode") == "ON_DEMAND";
        var shards = isOnDemand ? 4 : properties.Int("ShardCount", 1);
        return new KinesisStreamResource
        {
            LogicalId = resource.LogicalId,
            ShardCount = shards > 0 ? shards : throw properties.Wrong("ShardCount", $"is {shards}. A stream has at least one shard."),
        };
    }
}
