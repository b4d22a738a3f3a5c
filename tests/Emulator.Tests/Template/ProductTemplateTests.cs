using Emulator.Template;

namespace Emulator.Tests.Template;

/// <summary>Reads the product's own template as local mode does.</summary>
public sealed class ProductTemplateTests
{
    static readonly StackTemplate Template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    [Fact]
    public void Both_subscriptions_lead_to_functions_of_the_template()
    {
        var filters = SubscriptionFilterResource.All(Template);

        var delivery = Assert.Single(DeliveryStreamResource.All(Template));
        Assert.Equal(delivery.LogicalId, Assert.Single(filters, filter => filter.DestinationIsFirehose).DestinationLogicalId);
        Assert.Equal("Decompressor", FunctionResource.Find(Template, delivery.Processor!.FunctionLogicalId).AssemblyName);

        var mapping = Assert.Single(EventSourceMappingResource.All(Template));
        Assert.Equal(mapping.StreamLogicalId, Assert.Single(filters, filter => filter.DestinationIsKinesis).DestinationLogicalId);
        Assert.Equal("MetricPublisher", FunctionResource.Find(Template, mapping.FunctionLogicalId).AssemblyName);
        Assert.Equal("PartitionRegistrar",
            FunctionResource.Find(Template, Assert.Single(ScheduleResource.All(Template)).FunctionLogicalId).AssemblyName);
    }

    [Fact]
    public void Records_are_converted_by_the_table_and_stored_at_its_location()
    {
        var delivery = Assert.Single(DeliveryStreamResource.All(Template));
        var table = Assert.Single(GlueTableResource.All(Template));

        Assert.Equal((table.Database, table.Name), (delivery.Conversion!.DatabaseName, delivery.Conversion.TableName));
        Assert.StartsWith(table.Location, $"s3://{delivery.BucketName}/{delivery.Prefix}", StringComparison.Ordinal);
        Assert.Subset(table.Columns.Select(column => column.Name).ToHashSet(),
            delivery.Conversion.ColumnToJsonKeyMappings.Keys.ToHashSet());
        Assert.All(Template.ResourcesOfType("AWS::Athena::NamedQuery"),
            query => Assert.Equal(table.Database, query.Read().Text("Database")));
    }
}
