namespace Emulator.Template;

/// <summary>A table of the Glue catalog (AWS::Glue::Table).</summary>
public sealed record GlueTableResource
{
    public required string Database { get; init; }

    public required string Name { get; init; }

    /// <summary>The columns in the order of the template, which is the order of <c>SELECT *</c>.</summary>
    public required IReadOnlyList<GlueColumn> Columns { get; init; }

    public required IReadOnlyList<GlueColumn> PartitionKeys { get; init; }

    /// <summary>The location, such as <c>s3://bucket/prefix/</c>.</summary>
    public required string Location { get; init; }

    public static IReadOnlyList<GlueTableResource> All(StackTemplate template) =>
        [.. template.ResourcesOfType("AWS::Glue::Table").Select(Read)];

    static GlueTableResource Read(TemplateResource resource)
    {
        var properties = resource.Read();
        var table = properties.Map("TableInput");
        var storage = table.Map("StorageDescriptor");
        var columns = storage.Maps("Columns").Select(GlueColumn.Read).ToList();
        return new GlueTableResource
        {
            Database = properties.Text("DatabaseName"),
            Name = table.OptionalText("Name") ?? $"{PseudoParameters.StackName}-{resource.LogicalId}",
            Columns = columns.Count > 0 ? columns : throw storage.Missing("Columns"),
            PartitionKeys = [.. table.Maps("PartitionKeys").Select(GlueColumn.Read)],
            Location = storage.Text("Location"),
        };
    }
}

/// <param name="Name">The name in SQL.</param>
/// <param name="Type">The Hive type: int, bigint, string or timestamp.</param>
public sealed record GlueColumn(string Name, string Type)
{
    internal static GlueColumn Read(PropertyReader column) => new(column.Text("Name"), column.Text("Type"));
}
