using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Template.Tests;

/// <summary>
/// The template as JSON with long forms in place of short ones (<c>!Ref</c>, <c>!GetAtt a.b</c>), and nothing resolved. A test can change
/// it and check which finding appears.
/// </summary>
sealed class StackTemplate
{
    public const string FileName = "template.yaml";

    /// <summary>The template of an account that sends its records to another account's stack.</summary>
    public const string MemberFileName = "member.yaml";

    StackTemplate(JsonObject root, string text)
    {
        Root = root;
        Text = text;
    }

    public JsonObject Root { get; }

    /// <summary>The text of the file, which includes the comments.</summary>
    public string Text { get; }

    public JsonObject Parameters => Section("Parameters");

    public JsonObject Resources => Section("Resources");

    public static StackTemplate Load(string file = FileName) => Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));

    public static StackTemplate Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return new((JsonObject)Json(yaml.Documents.Single().RootNode)!, text);
    }

    public JsonObject Section(string name) => Root[name] as JsonObject ?? [];

    public IEnumerable<KeyValuePair<string, JsonObject>> OfType(string type) => Resources
        .Where(resource => (string?)resource.Value!["Type"] == type)
        .Select(resource => KeyValuePair.Create(resource.Key, (JsonObject)resource.Value!));

    public JsonObject Properties(string logicalId) => Resources[logicalId]?["Properties"] as JsonObject
        ?? throw new InvalidOperationException($"{FileName} has no resource {logicalId}, or it has no properties.");

    /// <summary>Returns the same template with one change.</summary>
    public StackTemplate With(Action<StackTemplate> change)
    {
        var copy = new StackTemplate((JsonObject)Root.DeepClone(), Text);
        change(copy);
        return copy;
    }

    static JsonNode? Json(YamlNode node)
    {
        var value = node switch
        {
            YamlMappingNode map => Map(map),
            YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
            YamlScalarNode scalar => Scalar(scalar),
            _ => throw new InvalidOperationException($"{FileName}:{node.Start.Line}: the node is not a map, list or value."),
        };
        if (node.Tag.IsEmpty || !node.Tag.Value.StartsWith('!') || node.Tag.Value == "!")
            return value;
        var function = node.Tag.Value[1..];
        return function switch
        {
            "Ref" or "Condition" => new JsonObject { [function] = value },
            "GetAtt" when value is JsonValue text => new JsonObject { ["Fn::GetAtt"] = new JsonArray([.. ((string)text!).Split('.', 2)]) },
            _ => new JsonObject { ["Fn::" + function] = value },
        };
    }

    static JsonObject Map(YamlMappingNode map)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map)
            json.Add(((YamlScalarNode)key).Value!, Json(value));
        return json;
    }

    static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
            return text;
        return text switch
        {
            "true" => true,
            "false" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => text,
        };
    }
}
