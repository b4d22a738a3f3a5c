using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>A resource with every reference resolved.</summary>
/// <param name="LogicalId">Its key in the Resources section.</param>
/// <param name="Type">As CloudFormation spells it.</param>
/// <param name="Properties">Empty where it has none.</param>
/// <param name="Line">Of the logical id in the template, counted from 1.</param>
public sealed record TemplateResource(string LogicalId, string Type, JsonObject Properties, int Line)
{
    internal string File { get; init; } = "";

    internal IReadOnlyDictionary<JsonNode, int> Lines { get; init; } = new Dictionary<JsonNode, int>();

    /// <summary>Reads properties and says which is missing or wrong.</summary>
    internal PropertyReader Read() => new(this, Properties, "");
}
