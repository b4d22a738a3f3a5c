namespace Emulator.Template;

/// <summary>A query saved in Athena (AWS::Athena::NamedQuery).</summary>
public sealed record NamedQueryResource
{
    /// <summary>The name, or the logical id if the template sets no name.</summary>
    public required string Name { get; init; }

    /// <summary>The description; empty if it is missing.</summary>
    public required string Description { get; init; }

    public required string QueryString { get; init; }

    /// <summary>Whether the query keeps a known fault because AWS publishes it this way.</summary>
    public bool IsAsPublished => Name.EndsWith(", as published", StringComparison.Ordinal);

    /// <summary>Returns all queries in the order of the template.</summary>
    public static IReadOnlyList<NamedQueryResource> All(StackTemplate template) =>
        [.. template.ResourcesOfType("AWS::Athena::NamedQuery").Select(Read)];

    static NamedQueryResource Read(TemplateResource resource)
    {
        var properties = resource.Read();
        return new NamedQueryResource
        {
            Name = properties.OptionalText("Name") ?? resource.LogicalId,
            Description = properties.OptionalText("Description") ?? "",
            QueryString = properties.Text("QueryString"),
        };
    }
}
