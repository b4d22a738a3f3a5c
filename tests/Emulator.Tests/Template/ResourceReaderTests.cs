using Emulator.Template;

namespace Emulator.Tests.Template;

public sealed class ResourceReaderTests
{
    const string Yaml = """
        Parameters:
          S3BucketName: { Type: String }
        Resources:
          Filter:
            Type: AWS::Logs::SubscriptionFilter
            Properties: { LogGroupName: /vpc, FilterPattern: "[version]", DestinationArn: !GetAtt Delivery.Arn }
          Rejects:
            Type: AWS::Logs::SubscriptionFilter
            Properties: { LogGroupName: /vpc, FilterPattern: "", DestinationArn: !GetAtt Stream.Arn, FilterName: rejects }
          Delivery:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties:
              DeliveryStreamName: archive
              ExtendedS3DestinationConfiguration:
                BucketARN: !GetAtt Bucket.Arn
                Prefix: flowlogs/!{timestamp:yyyy/MM/dd/HH}/
                ErrorOutputPrefix: errors/
                BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 900 }
                ProcessingConfiguration:
                  Enabled: true
                  Processors:
                    - Type: Lambda
                      Parameters:
                        - { ParameterName: LambdaArn, ParameterValue: !Sub "${Fn.Arn}:$LATEST" }
                        - { ParameterName: BufferSizeInMBs, ParameterValue: "0.5" }
                DataFormatConversionConfiguration:
                  InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: { ColumnToJsonKeyMappings: { account_id: account-id } } } }
                  OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } }
                  SchemaConfiguration: { DatabaseName: !Ref Database, TableName: !Ref Table }
          Plain:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties: { ExtendedS3DestinationConfiguration: { BucketARN: !GetAtt Bucket.Arn, CompressionFormat: GZIP } }
          Fn:
            Type: AWS::Serverless::Function
            Properties:
              Handler: Publisher::Publisher.Function::Handle
              CodeUri: functions/Publisher
              Events:
                Window: { Type: Kinesis, Properties: { Stream: !GetAtt Stream.Arn, StartingPosition: LATEST, TumblingWindowInSeconds: 900 } }
                Hourly: { Type: Schedule, Properties: { Schedule: rate(1 hour), Input: '{"a":1}' } }
                Daily: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 day) } }
          Mapping:
            Type: AWS::Lambda::EventSourceMapping
            Properties: { FunctionName: !Ref Fn, EventSourceArn: !GetAtt Stream.Arn, StartingPosition: TRIM_HORIZON, BatchSize: 10, ParallelizationFactor: 2, MaximumBatchingWindowInSeconds: 5 }
          Rule:
            Type: AWS::Events::Rule
            Properties: { ScheduleExpression: cron(5 * * * ? *), Targets: [{ Id: a, Arn: !GetAtt Fn.Arn }, { Id: b, Arn: !Ref Topic }] }
          Schedule:
            Type: AWS::Scheduler::Schedule
            Properties: { ScheduleExpression: rate(5 minutes), FlexibleTimeWindow: { Mode: "OFF" }, Target: { Arn: !GetAtt Fn.Arn, RoleArn: !GetAtt FnRole.Arn, Input: "{}" } }
          Topic: { Type: "AWS::SNS::Topic" }
          Stream: { Type: "AWS::Kinesis::Stream", Properties: { Name: rejects, ShardCount: 2 } }
          OnDemand: { Type: "AWS::Kinesis::Stream", Properties: { StreamModeDetails: { StreamMode: ON_DEMAND } } }
          Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: !Ref S3BucketName } }
          Database: { Type: "AWS::Glue::Database", Properties: { DatabaseInput: { Name: vpc_flow_logs } } }
          Table:
            Type: AWS::Glue::Table
            Properties:
              DatabaseName: !Ref Database
              TableInput:
                Name: flow_logs
                PartitionKeys: [{ Name: year, Type: string }]
                StorageDescriptor:
                  Location: !Sub s3://${Bucket}/flowlogs/
                  Columns: [{ Name: version, Type: int, Comment: of the format }, { Name: start, Type: timestamp }]
          Query:
            Type: AWS::Athena::NamedQuery
            Properties: { Database: !Ref Database, Name: Rejected, QueryString: select 1 }
        """;

    static readonly StackTemplate Template = TemplateText.Load(Yaml);

    [Fact]
    public void Subscription_filters_know_their_destination()
    {
        var filters = SubscriptionFilterResource.All(Template);

        Assert.Equal(("flowlogs-Filter", "[version]", "Delivery", true, false), Shown(filters[0]));
        Assert.Equal(("rejects", "", "Stream", false, true), Shown(filters[1]));

        static (string, string, string?, bool, bool) Shown(SubscriptionFilterResource filter) =>
            (filter.Name, filter.FilterPattern, filter.DestinationLogicalId, filter.DestinationIsFirehose, filter.DestinationIsKinesis);
    }

    [Fact]
    public void A_delivery_stream_has_Firehoses_defaults()
    {
        var stream = DeliveryStreamResource.All(Template)[0];

        Assert.Equal(("archive", "flow-logs-local", "flowlogs/!{timestamp:yyyy/MM/dd/HH}/", "errors/"),
            (stream.Name, stream.BucketName, stream.Prefix, stream.ErrorOutputPrefix));
        Assert.Equal((67_108_864L, TimeSpan.FromMinutes(15)), (stream.BufferSize, stream.BufferInterval));
        Assert.Equal(new LambdaProcessor
        {
            FunctionLogicalId = "Fn",
            BufferSize = 524_288,
            BufferInterval = TimeSpan.FromSeconds(60),
            NumberOfRetries = 3
        }, stream.Processor);
        Assert.Equal(("vpc_flow_logs", "flow_logs", "SNAPPY", true, false),
            (stream.Conversion!.DatabaseName, stream.Conversion.TableName, stream.Conversion.Compression, stream.Conversion.CaseInsensitive,
                stream.Conversion.ConvertDotsInJsonKeysToUnderscores));
        Assert.Equal("account-id", stream.Conversion.ColumnToJsonKeyMappings["account_id"]);
    }

    [Fact]
    public void A_plain_delivery_stream_neither_transforms_nor_converts()
    {
        var stream = DeliveryStreamResource.All(Template)[1];

        Assert.Equal(("flowlogs-Plain", "", 5_242_880L, TimeSpan.FromMinutes(5)),
            (stream.Name, stream.Prefix, stream.BufferSize, stream.BufferInterval));
        Assert.Null(stream.Processor);
        Assert.Null(stream.Conversion);
    }

    [Fact]
    public void A_function_has_Lambdas_defaults_and_is_found_by_id_name_and_arn()
    {
        var function = FunctionResource.Find(Template, "Fn");

        Assert.Equal(("flowlogs-Fn", "Publisher", 128, TimeSpan.FromSeconds(3)),
            (function.Name, function.AssemblyName, function.MemorySize, function.Timeout));
        Assert.Equal("Fn", FunctionResource.Find(Template, function.Arn).LogicalId);
        Assert.Equal("Fn", FunctionResource.Find(Template, function.Name).LogicalId);
        Assert.Equal("template.yaml: The function Gn does not exist; the template has Fn.",
            TemplateText.Error(() => FunctionResource.Find(Template, "Gn")));
    }

    [Fact]
    public void Events_and_mappings_connect_streams_with_functions()
    {
        Assert.Equal(
            [
                ("FnWindow", "Fn", "Stream", 900, 100, 0, 1),
                ("Mapping", "Fn", "Stream", 0, 10, 5, 2),
            ],
            EventSourceMappingResource.All(Template)
                .Select(mapping => (mapping.LogicalId, mapping.FunctionLogicalId, mapping.StreamLogicalId,
                (int)mapping.TumblingWindow.TotalSeconds, mapping.BatchSize, (int)mapping.MaximumBatchingWindow.TotalSeconds,
                mapping.ParallelizationFactor)));
        Assert.Equal([("Stream", 2), ("OnDemand", 4)], KinesisStreamResource.All(Template)
            .Select(stream => (stream.LogicalId, stream.ShardCount)));
    }

    [Fact]
    public void Schedules_come_from_events_rules_and_the_scheduler() =>
        Assert.Equal(
            [
                ("FnHourly", "Fn", "rate(1 hour)", """{"a":1}"""),
                ("FnDaily", "Fn", "rate(1 day)", null),
                ("Rule", "Fn", "cron(5 * * * ? *)", null),
                ("Schedule", "Fn", "rate(5 minutes)", "{}"),
            ],
            ScheduleResource.All(Template)
                .Select(schedule => (schedule.LogicalId, schedule.FunctionLogicalId, schedule.Expression, schedule.Input)));

    [Theory]
    [InlineData("Schedule: rate(1 hour)", "Enabled: false, Schedule: rate(1 hour)", "FnHourly")]
    [InlineData("Schedule: rate(1 hour)", "State: DISABLED, Schedule: rate(1 hour)", "FnHourly")]
    [InlineData("ScheduleExpression: rate(1 day)", "State: DISABLED, ScheduleExpression: rate(1 day)", "FnDaily")]
    [InlineData("ScheduleExpression: cron", "State: DISABLED, ScheduleExpression: cron", "Rule")]
    [InlineData("ScheduleExpression: rate(5 minutes)", "State: DISABLED, ScheduleExpression: rate(5 minutes)", "Schedule")]
    [InlineData("StartingPosition: LATEST", "StartingPosition: LATEST, Enabled: false", "FnWindow")]
    [InlineData("StartingPosition: TRIM_HORIZON", "StartingPosition: TRIM_HORIZON, Enabled: false", "Mapping")]
    public void A_disabled_source_invokes_nothing(string on, string off, string logicalId)
    {
        var all = Invokers(Template);

        Assert.Contains(logicalId, all);
        Assert.Equal(all.Where(id => id != logicalId), Invokers(TemplateText.Load(Yaml.Replace(on, off, StringComparison.Ordinal))));

        static List<string> Invokers(StackTemplate template) =>
            [.. ScheduleResource.All(template).Select(schedule => schedule.LogicalId), .. EventSourceMappingResource.All(template)
                .Select(mapping => mapping.LogicalId)];
    }

    [Fact]
    public void The_catalog_and_the_named_queries_are_in_file_order()
    {
        var table = Assert.Single(GlueTableResource.All(Template));

        Assert.Equal(("vpc_flow_logs", "flow_logs", "s3://flow-logs-local/flowlogs/"), (table.Database, table.Name, table.Location));
        Assert.Equal([new GlueColumn("version", "int"), new GlueColumn("start", "timestamp")], table.Columns);
        Assert.Equal([new GlueColumn("year", "string")], table.PartitionKeys);
        Assert.Equal(new NamedQueryResource
        {
            Name = "Rejected",
            Description = "",
            QueryString = "select 1"
        },
            Assert.Single(NamedQueryResource.All(Template)));
    }

    [Theory]
    [InlineData("SizeInMBs: 64", "SizeInMBs: big",
        "template.yaml:18: ExtendedS3DestinationConfiguration.BufferingHints.SizeInMBs of Delivery is 'big', but must be a number. "
        + "Correct it.")]
    [InlineData("SizeInMBs: 64", "SizeInMBs: [64]",
        "template.yaml:18: ExtendedS3DestinationConfiguration.BufferingHints.SizeInMBs of Delivery is a list, but must be a number. "
        + "Correct it.")]
    [InlineData("OpenXJsonSerDe", "HiveJsonSerDe",
        "template.yaml:27: Delivery has no "
        + "ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration.InputFormatConfiguration.Deserializer.OpenXJsonSerDe. "
        + "Local mode needs it. Add it.")]
    [InlineData("\"${Fn.Arn}:$LATEST\"", "nobody",
        "template.yaml:24: ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors[0].Parameters[0].ParameterValue of "
        + "Delivery is nobody, which is not a function of this template. Use !GetAtt of a function.")]
    [InlineData("ParameterValue: \"0.5\"", "ParameterValue: 0",
        "template.yaml:25: ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors[0].Parameters[1].ParameterValue of "
        + "Delivery is 0. Firehose accepts 0.2 to 3.")]
    [InlineData("ParameterValue: \"0.5\"", "ParameterValue: 1e9",
        "template.yaml:25: ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors[0].Parameters[1].ParameterValue of "
        + "Delivery is 1000000000. Firehose accepts 0.2 to 3.")]
    [InlineData("BucketARN: !GetAtt Bucket.Arn\n", "BucketARN: bucket\n",
        "template.yaml:15: ExtendedS3DestinationConfiguration.BucketARN of Delivery is not the ARN of a bucket. Use !GetAtt of a bucket.")]
    public void An_invalid_property_is_reported_with_its_path_and_line(string right, string wrong, string error) =>
        Assert.Equal(error, TemplateText.Error(() =>
            DeliveryStreamResource.All(TemplateText.Load(Yaml.Replace(right, wrong, StringComparison.Ordinal)))));
}
