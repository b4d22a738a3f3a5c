using System.Text.Json;

namespace Emulator.Athena.Dialect;

/// <summary>Reads nodes of DuckDB's syntax tree.</summary>
static class SyntaxTree
{
    /// <summary>Returns the place of a node in the original statement; -1 if it has none.</summary>
    public static int Location(JsonElement node, StatementText text) =>
        node.TryGetProperty("query_location", out var location) && location.TryGetUInt64(out var offset) ? text.OriginalOffset(offset) : -1;

    public static string Text(JsonElement node, string name) => node.GetProperty(name).GetString()!;

    public static JsonElement.ArrayEnumerator Children(JsonElement node, string name = "children") =>
        node.GetProperty(name).EnumerateArray();
}
