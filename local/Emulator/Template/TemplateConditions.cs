using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>The Conditions section. A condition is evaluated on first use.</summary>
sealed class TemplateConditions(string file, MapNode? section, TemplateResolver resolver)
{
    readonly Dictionary<string, bool?> _decided = [];

    public bool IsTrue(string name, int line)
    {
        if (section?.Entry(name) is not { } entry)
            throw new TemplateException(file, line, $"The condition {name} is missing. Declare it in Conditions or correct the name.");
        if (_decided.TryGetValue(name, out var decided))
            return decided ?? throw new TemplateException(file, entry.Line, $"The condition {name} depends on itself. Break the circle.");
        _decided[name] = null;
        var value = Decide(entry.Value);
        _decided[name] = value;
        return value;
    }

    bool Decide(TemplateNode node) => node switch
    {
        CallNode { Function: "Condition", Argument: ScalarNode name } => IsTrue(name.Text, name.Line),
        MapNode { Entries: [{ Key: "Condition", Value: ScalarNode name }] } => IsTrue(name.Text, name.Line),
        CallNode { Function: "Fn::Equals" } call =>
            Two(call) is var (left, right) && AreEqual(resolver.Resolve(left), resolver.Resolve(right)),
        CallNode { Function: "Fn::Not", Argument: ListNode { Items: [var only] } } => !Decide(only),
        CallNode { Function: "Fn::And", Argument: ListNode { Items.Count: > 0 } list } => list.Items.All(Decide),
        CallNode { Function: "Fn::Or", Argument: ListNode { Items.Count: > 0 } list } => list.Items.Any(Decide),
        CallNode call => throw new TemplateException(file, call.Line,
            $"{call.Function} with this argument is not a condition. Use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition."),
        _ => throw new TemplateException(file, node.Line,
            "This is not a condition. Use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition."),
    };

    (TemplateNode Left, TemplateNode Right) Two(CallNode call) => call.Argument is ListNode { Items: [var left, var right] }
        ? (left, right)
        : throw new TemplateException(file, call.Line, $"{call.Function} compares exactly two values. Write a list of two.");

    // CloudFormation compares strings: 1 equals '1', and true equals 'true'.
    static bool AreEqual(JsonNode? left, JsonNode? right) =>
        TemplateResolver.TextOf(left) is { } a && TemplateResolver.TextOf(right) is { } b
            ? a == b
            : JsonNode.DeepEquals(left, right);
}
