namespace Emulator.Template;

/// <summary>A resource of the template before its references are resolved, with SAM's Globals merged in.</summary>
sealed record DeclaredResource(string LogicalId, string Type, int Line, MapNode Properties, string? Condition,
    IReadOnlyList<ScalarNode> DependsOn)
{
    public bool IsServerlessFunction => Type == "AWS::Serverless::Function";

    /// <param name="dotted">A property, with dots into inner maps.</param>
    public TemplateNode? Property(string dotted) =>
        dotted.Split('.').Aggregate<string, TemplateNode?>(Properties, (node, key) => (node as MapNode)?.Find(key));
}
