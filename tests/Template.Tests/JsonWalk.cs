using System.Text.Json.Nodes;

namespace Template.Tests;

static class JsonWalk
{
    /// <summary>Returns the node and every object below it, each with its path.</summary>
    public static IEnumerable<(string Path, JsonObject Node)> Objects(JsonNode? node, string path = "")
    {
        switch (node)
        {
            case JsonObject map:
                yield return (path, map);
                foreach (var (key, value) in map)
                    foreach (var inner in Objects(value, path.Length == 0 ? key : $"{path}.{key}"))
                        yield return inner;
                break;
            case JsonArray list:
                for (var index = 0; index < list.Count; index++)
                    foreach (var inner in Objects(list[index], $"{path}[{index}]"))
                        yield return inner;
                break;
        }
    }

    /// <summary>Returns a list, or a list of one for a single value.</summary>
    public static IEnumerable<JsonNode> Many(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.OfType<JsonNode>(),
        _ => [node],
    };

    public static IEnumerable<string> Texts(JsonNode? node) => Many(node).Select(item => item.ToString());
}
