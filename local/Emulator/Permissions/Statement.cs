using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Emulator.Permissions;

/// <summary>A statement of a policy ("IAM JSON policy elements reference", IAM User Guide).</summary>
sealed class Statement(JsonObject statement)
{
    readonly List<string> _actions = Texts(statement["Action"]);
    readonly List<string> _resources = Texts(statement["Resource"]);

    public bool IsDeny { get; } = statement["Effect"]?.ToString() == "Deny";

    public bool Covers(string action, string resource, IReadOnlyDictionary<string, string> context) =>
        _actions.Exists(pattern => IsLike(pattern, action, ignoreCase: true))
        && _resources.Exists(pattern => IsLike(pattern, resource, ignoreCase: false))
        && (statement["Condition"] as JsonObject ?? [])
        .All(condition => Holds(condition.Key, condition.Value as JsonObject ?? [], context));

    static bool Holds(string test, JsonObject keys, IReadOnlyDictionary<string, string> context) => keys.All(key =>
        context.TryGetValue(key.Key, out var actual) && Texts(key.Value).Exists(expected => test switch
        {
            "StringEquals" or "ArnEquals" or "Bool" => expected == actual,
            "StringLike" or "ArnLike" => IsLike(expected, actual, ignoreCase: false),
            _ => false,
        }));

    static bool IsLike(string pattern, string text, bool ignoreCase) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase);

    static List<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => [.. list.OfType<JsonNode>().Select(item => item.ToString())],
        _ => [node.ToString()],
    };
}
