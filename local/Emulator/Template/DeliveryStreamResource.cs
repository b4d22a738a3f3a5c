namespace Emulator.Template;

/// <summary>
/// A Firehose delivery stream to S3 (AWS::KinesisFirehose::DeliveryStream with an extended S3 destination). Missing properties have the
/// defaults of "ExtendedS3DestinationConfiguration" (Amazon Data Firehose API Reference).
/// </summary>
public sealed record DeliveryStreamResource
{
    /// <summary>One MB in the terms of Firehose.</summary>
    const int Megabyte = 1_048_576;

    public required string LogicalId { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string BucketName { get; init; }

    /// <summary>The prefix, which can contain `!{timestamp:...}`; empty if it is missing.</summary>
    public required string Prefix { get; init; }

    /// <summary>The error prefix, which can contain `!{firehose:error-output-type}`; empty if it is missing.</summary>
    public required string ErrorOutputPrefix { get; init; }

    /// <summary>In bytes; by default 5 MB, with record format conversion 128 MB.</summary>
    public required long BufferSize { get; init; }

    /// <summary>By default 300 seconds.</summary>
    public required TimeSpan BufferInterval { get; init; }

    /// <summary>The transformation function; null without a transformation.</summary>
    public required LambdaProcessor? Processor { get; init; }

    /// <summary>The conversion from JSON to Parquet; null without a conversion.</summary>
    public required ParquetConversion? Conversion { get; init; }

    public static IReadOnlyList<DeliveryStreamResource> All(StackTemplate template) =>
        [.. template.ResourcesOfType("AWS::KinesisFirehose::DeliveryStream").Select(resource => Read(template, resource))];

    static DeliveryStreamResource Read(StackTemplate template, TemplateResource resource)
    {
        var properties = resource.Read();
        var destination = properties.Map("ExtendedS3DestinationConfiguration");
        var conversion = ParquetConversion.Read(destination);
        var hints = destination.OptionalMap("BufferingHints");
        var name = properties.OptionalText("DeliveryStreamName") ?? $"{PseudoParameters.StackName}-{resource.LogicalId}";
        return new DeliveryStreamResource
        {
            LogicalId = resource.LogicalId,
            Name = name,
            Arn = ResourceKinds.Fill("arn:{partition}:firehose:{region}:{account}:deliverystream/{name}", name),
            BucketName = Bucket(destination),
            Prefix = destination.OptionalText("Prefix") ?? "",
            ErrorOutputPrefix = destination.OptionalText("ErrorOutputPrefix") ?? "",
            BufferSize = (long)(hints?.Int("SizeInMBs", DefaultSize(conversion)) ?? DefaultSize(conversion)) * Megabyte,
            BufferInterval = TimeSpan.FromSeconds(hints?.Int("IntervalInSeconds", 300) ?? 300),
            Processor = LambdaProcessor.Read(template, destination),
            Conversion = conversion,
        };
    }

    static int DefaultSize(ParquetConversion? conversion) => conversion is null ? 5 : 128;

    static string Bucket(PropertyReader destination) =>
        destination.Text("BucketARN").Split(":::") is [_, { Length: > 0 } bucket]
            ? bucket
            : throw destination.Wrong("BucketARN", "is not the ARN of a bucket. Use !GetAtt of a bucket.");
}
