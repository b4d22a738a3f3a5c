using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>Turns nodes into JSON: scalars by their type, intrinsic functions by what they stand for.</summary>
sealed class TemplateResolver
{
    /// <summary>What AWS::NoValue resolves to; maps and lists leave it out.</summary>
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

    /// <summary>Where each resolved value stands in the file.</summary>
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

    /// <summary>A scalar as CloudFormation writes it into a text; null for maps, lists and nothing.</summary>
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
        "Fn::ImportValue" => throw Error(call, "Fn::ImportValue takes a value of another stack, and local mode has this one only; make it a parameter."),
        "Fn::Join" => Join(call),
        "Fn::Length" => Items(call.Argument, call).Count,
        "Fn::Select" => Select(call),
        "Fn::Split" => Split(call),
        "Fn::Sub" => Sub(call),
        "Fn::ToJsonString" => Resolve(call.Argument)?.ToJsonString() ?? "null",
        "Condition" or "Fn::And" or "Fn::Equals" or "Fn::Not" or "Fn::Or" =>
            throw Error(call, $"{call.Function} belongs into the Conditions section; name that condition in an Fn::If here."),
        _ => throw Error(call, $"local mode does not know {call.Function}; write the value another way."),
    };

    JsonNode? FindInMap(CallNode call)
    {
        var keys = Arguments(call, 3, "the map's name and two keys").Select(node => Text(node, call)).ToList();
        TemplateNode? node = _mappings;
        foreach (var key in keys)
            node = (node as MapNode)?.Find(key);
        return Resolve(node ?? throw Error(call, $"Mappings has no {string.Join('.', keys)}; add it or correct the keys."));
    }

    string GetAtt(CallNode call)
    {
        var (id, attribute) = call.Argument switch
        {
            ScalarNode scalar when scalar.Text.Split('.', 2) is [var first, var rest] => (first, rest),
            ListNode { Items: [ScalarNode first, var rest] } => (first.Text, Text(rest, call)),
            _ => throw Error(call, "Fn::GetAtt takes a resource and an attribute; write !GetAtt Resource.Attribute."),
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
            throw Error(call, $"Fn::Select asks for item {Text(arguments[0], call)} of {items.Count}, counted from 0; correct the index.");
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
        var value = name.Split('.', 2) is [var id, var attribute] ? References.GetAtt(id, attribute, call.Line) : References.Ref(name, call.Line);
        return TextOf(value) ?? throw Error(call, $"${{{name}}} is not one text, so Fn::Sub cannot put it into another; join it first.");
    }

    IReadOnlyList<TemplateNode> Arguments(CallNode call, int count, string what) =>
        call.Argument is ListNode list && list.Items.Count == count
            ? list.Items
            : throw Error(call, $"{call.Function} takes a list of {count}: {what}.");

    JsonArray Items(TemplateNode node, CallNode call) =>
        Resolve(node) as JsonArray ?? throw Error(call, $"{call.Function} needs a list here; give it one.");

    string Text(TemplateNode node, CallNode call) => TextOf(Resolve(node)) ?? throw NotText(node, call);

    string Word(TemplateNode node, CallNode call) => (node as ScalarNode)?.Text ?? throw Error(call, $"{call.Function} takes a plain name here.");

    TemplateException NotText(TemplateNode node, CallNode call) => Error(node, $"{call.Function} needs a text here, not a map, a list or nothing.");

    TemplateException Error(TemplateNode node, string sentence) => new(_file, node.Line, sentence);
}
