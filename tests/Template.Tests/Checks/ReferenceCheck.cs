using System.Text.Json.Nodes;

namespace Template.Tests.Checks;

/// <summary>Checks that every referenced name exists, and that every declared name is referenced.</summary>
static class ReferenceCheck
{
    static readonly string[] PseudoParameters =
        ["AWS::AccountId", "AWS::NoValue", "AWS::Partition", "AWS::Region", "AWS::StackName", "AWS::URLSuffix"];

    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var used = Uses(template).ToList();
        foreach (var (path, kind, name) in used)
        {
            var isThere = kind switch
            {
                "Condition" => template.Section("Conditions").ContainsKey(name),
                "Mapping" => template.Section("Mappings").ContainsKey(name),
                "Resource" => template.Resources.ContainsKey(name),
                _ => template.Resources.ContainsKey(name) || template.Parameters.ContainsKey(name) || PseudoParameters.Contains(name),
            };
            if (!isThere)
                yield return $"{path} refers to {name}, but the template has no {kind.ToLowerInvariant()} of this name";
        }
        foreach (var (section, kinds) in new[] { ("Parameters", new[] { "Value" }), ("Conditions", ["Condition"]),
            ("Mappings", ["Mapping"]) })
            foreach (var name in template.Section(section).Select(entry => entry.Key))
                if (!used.Any(use => kinds.Contains(use.Kind) && use.Name == name))
                    yield return $"{section}.{name} is used nowhere";
    }

    static IEnumerable<(string Path, string Kind, string Name)> Uses(StackTemplate template)
    {
        foreach (var section in new[] { "Globals", "Rules", "Conditions", "Resources", "Outputs" })
            foreach (var (path, node) in JsonWalk.Objects(template.Section(section), section))
                foreach (var (kind, name) in UsesOf(node))
                    yield return (path, kind, name);
        foreach (var (name, resource) in template.Resources)
        {
            foreach (var other in JsonWalk.Texts(resource!["DependsOn"]))
                yield return ($"Resources.{name}.DependsOn", "Resource", other);
            if (resource["Condition"] is JsonValue condition)
                yield return ($"Resources.{name}.Condition", "Condition", condition.ToString());
        }
        foreach (var (name, output) in template.Section("Outputs"))
            if (output!["Condition"] is JsonValue condition)
                yield return ($"Outputs.{name}.Condition", "Condition", condition.ToString());
    }

    static IEnumerable<(string Kind, string Name)> UsesOf(JsonObject node) => node.Count != 1 ? [] : node.Single() switch
    {
        { Key: "Ref", Value: JsonValue name } => [("Value", name.ToString())],
        { Key: "Fn::GetAtt", Value: JsonArray and [var name, _] } => [("Resource", name!.ToString())],
        { Key: "Fn::If", Value: JsonArray and [var name, ..] } => [("Condition", name!.ToString())],
        { Key: "Condition", Value: JsonValue name } => [("Condition", name.ToString())],
        { Key: "Fn::FindInMap", Value: JsonArray and [var name, ..] } => [("Mapping", name!.ToString())],
        { Key: "Fn::Sub", Value: JsonArray and [var text, JsonObject values] } =>
            Variables(text!.ToString()).Where(name => !values.ContainsKey(name.Name)),
        { Key: "Fn::Sub", Value: JsonValue text } => Variables(text.ToString()),
        _ => [],
    };

    static IEnumerable<(string Kind, string Name)> Variables(string text) => Deployment.Variable.Matches(text)
        .Select(match => match.Groups["name"].Value)
        .Where(name => !name.StartsWith('!'))
        .Select(name => name.Contains('.') ? ("Resource", name.Split('.')[0]) : ("Value", name));
}
