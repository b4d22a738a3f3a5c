using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>A resource with every reference resolved.</summary>
/// <param name="LogicalId">Its key in the Resources section.</param>
/// <param name="Type">The type in CloudFormation's spelling.</param>
/// <param name="Properties">The properties; empty if they are missing.</param>
/// <param name="Line">The line of the logical id in the template, counted from 1.</param>
public sealed record TemplateResource(string LogicalId, string Type, JsonObject Properties, int Line)
{
    internal string File { get; init; } = "";

    internal IReadOnlyDictionary<JsonNode, int> Lines { get; init; } = new Dictionary<JsonNode, int>();

    /// <summary>Reads the properties and reports missing or invalid ones.</summary>
    internal PropertyReader Read() => new(this, Properties, "");
}
