using Emulator.Template;

namespace Emulator.Tests.Template;

/// <summary>Repeats the values of the archive path in the product's template: a change must be made in both places.</summary>
public sealed class ShippedTemplateTests
{
    const string Fields = "version, account_id, interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, end, "
        + "action, log_status";

    static readonly StackTemplate Template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    static DeliveryStreamResource Delivery => Assert.Single(DeliveryStreamResource.All(Template));

    [Fact]
    public void The_tables_columns()
    {
        var table = Assert.Single(GlueTableResource.All(Template));

        Assert.Equal(("vpc_flow_logs", "flow_logs", "s3://flow-logs-local/flowlogs/"), (table.Database, table.Name, table.Location));
        Assert.Equal(
            [
                "version int", "account_id string", "interface_id string", "srcaddr string", "dstaddr string", "srcport string",
                "dstport string",
                "protocol int", "packets bigint", "bytes bigint", "start timestamp", "end timestamp", "action string", "log_status string",
                "unparsed string",
            ],
            table.Columns.Take(15).Select(column => $"{column.Name} {column.Type}"));
        Assert.Equal(["year string", "month string", "day string", "hour string"],
            table.PartitionKeys.Select(key => $"{key.Name} {key.Type}"));
    }

    [Fact]
    public void The_delivery_streams_prefixes_buffers_and_conversion()
    {
        Assert.Equal("flowlogs/!{timestamp:yyyy/MM/dd/HH}/", Delivery.Prefix);
        Assert.Equal("errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/", Delivery.ErrorOutputPrefix);
        Assert.Equal((128L * 1_048_576, TimeSpan.FromSeconds(900)), (Delivery.BufferSize, Delivery.BufferInterval));
        Assert.Equal(("vpc_flow_logs", "flow_logs", "SNAPPY"),
            (Delivery.Conversion!.DatabaseName, Delivery.Conversion.TableName, Delivery.Conversion.Compression));
        Assert.All(["account_id", "interface_id", "log_status"], column =>
            Assert.Contains(column, Delivery.Conversion.ColumnToJsonKeyMappings.Keys));
        Assert.All(Delivery.Conversion.ColumnToJsonKeyMappings, mapping => Assert.Equal(mapping.Key.Replace('_', '-'), mapping.Value));
        Assert.True(Delivery.Conversion.CaseInsensitive);
        Assert.False(Delivery.Conversion.ConvertDotsInJsonKeysToUnderscores);
    }

    [Fact]
    public void The_processor_its_buffers_and_its_environment()
    {
        var processor = Delivery.Processor!;
        Assert.Equal(("Decompressor", 3, TimeSpan.FromSeconds(60)),
            (processor.FunctionLogicalId, processor.NumberOfRetries, processor.BufferInterval));
        Assert.Equal(1_048_576 / 4, processor.BufferSize);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["ANNOTATIONS_HANDLER"] = "HandleAsync",
                ["DELIVERY_STREAM_NAME"] = "flowlogs-flow-logs",
                ["FLOW_LOG_FORMAT"] = string.Join(' ', Fields.Split(", ").Select(field => $"${{{field.Replace('_', '-')}}}")),
                ["MAX_INFLATED_BYTES"] = "67108864",
                ["METRIC_NAMESPACE"] = "VPCFlowLogs",
                ["POWERTOOLS_LOG_LEVEL"] = "Information",
                ["POWERTOOLS_SERVICE_NAME"] = "flowlogs",
                ["STACK_NAME"] = "flowlogs",
            },
            new SortedDictionary<string, string>(FunctionResource.Find(Template, "Decompressor").Environment.ToDictionary()));
    }

    [Fact]
    public void The_filters_patterns()
    {
        var filters = SubscriptionFilterResource.All(Template);

        Assert.Equal("", Assert.Single(filters, filter => filter.DestinationIsFirehose).FilterPattern);
        Assert.Equal($"[{Fields.Replace("action", "action=\"REJECT\"", StringComparison.Ordinal)}]",
            Assert.Single(filters, filter => filter.DestinationIsKinesis).FilterPattern);
    }

    [Fact]
    public void The_registrars_schedule_and_environment()
    {
        Assert.Equal("rate(1 hour)", Assert.Single(ScheduleResource.All(Template)).Expression);
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["ANNOTATIONS_HANDLER"] = "HandleAsync",
                ["BUCKET_NAME"] = "flow-logs-local",
                ["DATABASE_NAME"] = "vpc_flow_logs",
                ["LOOKBACK_HOURS"] = "48",
                ["POWERTOOLS_LOG_LEVEL"] = "Information",
                ["POWERTOOLS_SERVICE_NAME"] = "flowlogs",
                ["PREFIX"] = "flowlogs/",
                ["RETENTION_DAYS"] = "0",
                ["TABLE_NAME"] = "flow_logs",
                ["WORKGROUP_NAME"] = "flowlogs",
            },
            new SortedDictionary<string, string>(FunctionResource.Find(Template, "PartitionRegistrar").Environment.ToDictionary()));
    }
}
