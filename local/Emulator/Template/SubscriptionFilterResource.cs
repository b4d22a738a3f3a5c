namespace Emulator.Template;

/// <summary>A subscription of a log group (AWS::Logs::SubscriptionFilter).</summary>
public sealed record SubscriptionFilterResource
{
    public required string LogicalId { get; init; }

    /// <summary>FilterName, which payloads contain in `subscriptionFilters`.</summary>
    public required string Name { get; init; }

    public required string LogGroupName { get; init; }

    /// <summary>The filter pattern; empty for every event.</summary>
    public required string FilterPattern { get; init; }

    public required string DestinationArn { get; init; }

    /// <summary>The destination in this template; null if it is elsewhere.</summary>
    public required string? DestinationLogicalId { get; init; }

    /// <summary>
    /// Whether payloads go to random shards (Distribution: Random); otherwise payloads of one log stream go to the same shard.
    /// Source: "PutSubscriptionFilter", Amazon CloudWatch Logs API Reference.
    /// </summary>
    public required bool IsRandomlyDistributed { get; init; }

    public bool DestinationIsFirehose => Service == "firehose";

    public bool DestinationIsKinesis => Service == "kinesis";

    string? Service => DestinationArn.Split(':').ElementAtOrDefault(2);

    public static IReadOnlyList<SubscriptionFilterResource> All(StackTemplate template) =>
        [.. template.ResourcesOfType("AWS::Logs::SubscriptionFilter").Select(resource => Read(template, resource))];

    static SubscriptionFilterResource Read(StackTemplate template, TemplateResource resource)
    {
        var properties = resource.Read();
        var destination = properties.Text("DestinationArn");
        return new SubscriptionFilterResource
        {
            LogicalId = resource.LogicalId,
            Name = properties.OptionalText("FilterName") ?? $"{PseudoParameters.StackName}-{resource.LogicalId}",
            LogGroupName = properties.Text("LogGroupName"),
            FilterPattern = properties.OptionalText("FilterPattern") ?? throw properties.Missing("FilterPattern"),
            DestinationArn = destination,
            DestinationLogicalId = template.FindByReference(destination)?.LogicalId,
            IsRandomlyDistributed = properties.OptionalText("Distribution") == "Random",
        };
    }
}
