using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>Converts nodes to JSON: scalars by their type, intrinsic functions to their results.</summary>
sealed class TemplateResolver
{
    /// <summary>The result of AWS::NoValue. Maps and lists leave it out.</summary>
    public static readonly JsonNode NoValue = new JsonObject();

    readonly string _file;
    readonly MapNode? _mappings;
    readonly Dictionary<JsonNode, int> _lines = new(ReferenceEqualityComparer.Instance);

    public TemplateResolver(TemplateSections sections, TemplateParameters parameters)
    {
        _file = sections.File;
        _mappings = sections.Mappings;
        Conditions = new TemplateConditions(_file, sections.Conditions, this);
        References = new TemplateReferences(sections, parameters, this);
    }

    public TemplateConditions Conditions { get; }

    public TemplateReferences References { get; }

    /// <summary>The line of each resolved value.</summary>
    public IReadOnlyDictionary<JsonNode, int> Lines => _lines;

    public JsonNode? Resolve(TemplateNode node)
    {
        var value = node switch
        {
            ScalarNode scalar => CoreSchema.Value(scalar),
            ListNode list => List(list),
            MapNode map => Map(map),
            CallNode call => Call(call),
            _ => null,
        };
        if (value is not null)
            _lines[value] = node.Line;
        return value;
    }

    public JsonObject Map(MapNode map)
    {
        var result = new JsonObject();
        foreach (var entry in map.Entries)
        {
            if (Resolve(entry.Value) is var value && value != NoValue)
                result[entry.Key] = value;
        }

        return result;
    }

    /// <summary>Returns a scalar as CloudFormation writes it into a string; null for maps, lists and null.</summary>
    public static string? TextOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        _ => null,
    };

    JsonArray List(ListNode list)
    {
        var result = new JsonArray();
        foreach (var item in list.Items)
        {
            if (Resolve(item) is var value && value != NoValue)
                result.Add(value);
        }

        return result;
    }

    JsonNode? Call(CallNode call) => call.Function switch
    {
        "Ref" => References.Ref(Word(call.Argument, call), call.Line),
        "Fn::Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(call.Argument, call))),
        "Fn::FindInMap" => FindInMap(call),
        "Fn::GetAtt" => GetAtt(call),
        "Fn::If" => If(call),
        "Fn::ImportValue" => throw Error(call,
            "Fn::ImportValue takes a value of another stack, and local mode has this one only; make it a parameter."),
        "Fn::Join" => Join(call),
        "Fn::Length" => Items(call.Argument, call).Count,
        "Fn::Select" => Select(call),
        "Fn::Split" => Split(call),
        "Fn::Sub" => Sub(call),
        "Fn::ToJsonString" => Resolve(call.Argument)?.ToJsonString() ?? "null",
        "Condition" or "Fn::And" or "Fn::Equals" or "Fn::Not" or "Fn::Or" =>
            throw Error(call, $"{call.Function} is valid only in the Conditions section. Use the condition in an Fn::If here."),
        _ => throw Error(call, $"Local mode does not support {call.Function}. Write the value in another way."),
    };

    JsonNode? FindInMap(CallNode call)
    {
        var keys = Arguments(call, 3, "the map's name and two keys").Select(node => Text(node, call)).ToList();
        TemplateNode? node = _mappings;
        foreach (var key in keys)
            node = (node as MapNode)?.Find(key);
        return Resolve(node ?? throw Error(call, $"Mappings has no {string.Join('.', keys)}. Add it or correct the keys."));
    }

    string GetAtt(CallNode call)
    {
        var (id, attribute) = call.Argument switch
        {
            ScalarNode scalar when scalar.Text.Split('.', 2) is [var first, var rest] => (first, rest),
            ListNode { Items: [ScalarNode first, var rest] } => (first.Text, Text(rest, call)),
            _ => throw Error(call, "Fn::GetAtt takes a resource and an attribute. Write !GetAtt Resource.Attribute."),
        };
        return References.GetAtt(id, attribute, call.Line);
    }

    JsonNode? If(CallNode call)
    {
        var arguments = Arguments(call, 3, "a condition, the value if it is true and the value if it is false");
        return Resolve(Conditions.IsTrue(Word(arguments[0], call), call.Line) ? arguments[1] : arguments[2]);
    }

    string Join(CallNode call)
    {
        var arguments = Arguments(call, 2, "a delimiter and a list");
        return string.Join(Text(arguments[0], call), Items(arguments[1], call).Select(item => TextOf(item) ?? throw NotText(call, call)));
    }

    JsonNode? Select(CallNode call)
    {
        var arguments = Arguments(call, 2, "an index and a list");
        var items = Items(arguments[1], call);
        if (!int.TryParse(Text(arguments[0], call), out var index) || index < 0 || index >= items.Count)
            throw Error(call, $"Fn::Select has the index {Text(arguments[0], call)}, but the list has {items.Count} items, counted from "
                + $"0. Correct the index.");
        return items[index]?.DeepClone();
    }

    JsonArray Split(CallNode call)
    {
        var arguments = Arguments(call, 2, "a delimiter and a text");
        return new JsonArray([.. Text(arguments[1], call).Split(Text(arguments[0], call)).Select(part => JsonValue.Create(part))]);
    }

    string Sub(CallNode call)
    {
        var (text, variables) = call.Argument switch
        {
            ScalarNode scalar => (scalar.Text, null),
            ListNode { Items: [ScalarNode scalar] } => (scalar.Text, null),
            ListNode { Items: [ScalarNode scalar, MapNode map] } => (scalar.Text, map),
            _ => throw Error(call, "Fn::Sub takes a text, or a list of a text and a map of variables."),
        };

        var result = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
                break;
            result.Append(text, at, open - at);
            var name = text[(open + 2)..close];
            result.Append(name.StartsWith('!') ? $"${{{name[1..]}}}" : Variable(name.Trim(), variables, call));
            at = close + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    string Variable(string name, MapNode? variables, CallNode call)
    {
        if (variables?.Find(name) is { } own)
            return Text(own, call);
        var value = name.Split('.', 2) is [var id, var attribute] ? References.GetAtt(id, attribute, call.Line)
            : References.Ref(name, call.Line);
        return TextOf(value) ?? throw Error(call, $"${{{name}}} is not a string, so Fn::Sub cannot insert it. Use Fn::Join first.");
    }

    IReadOnlyList<TemplateNode> Arguments(CallNode call, int count, string what) =>
        call.Argument is ListNode list && list.Items.Count == count
            ? list.Items
            : throw Error(call, $"{call.Function} takes a list of {count}: {what}.");

    JsonArray Items(TemplateNode node, CallNode call) =>
        Resolve(node) as JsonArray ?? throw Error(call, $"{call.Function} needs a list here.");

    string Text(TemplateNode node, CallNode call) => TextOf(Resolve(node)) ?? throw NotText(node, call);

    string Word(TemplateNode node, CallNode call) =>
        (node as ScalarNode)?.Text ?? throw Error(call, $"{call.Function} takes a plain name here.");

    TemplateException NotText(TemplateNode node, CallNode call) =>
        Error(node, $"{call.Function} needs a string here, not a map, a list or null.");

    TemplateException Error(TemplateNode node, string sentence) => new(_file, node.Line, sentence);
}
