using System.Globalization;
using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>Reads a map of a resource's properties. Errors name the path and the line of the property.</summary>
/// <param name="resource">The resource.</param>
/// <param name="map">The properties, or an inner map of them.</param>
/// <param name="path">The path of <paramref name="map"/>, with dots; empty for the properties themselves.</param>
sealed class PropertyReader(TemplateResource resource, JsonObject map, string path)
{
    public IEnumerable<string> Keys => map.Select(pair => pair.Key);

    /// <summary>
    /// Whether a trigger is enabled (the default). SAM's events and mappings have the property Enabled, rules and schedules have State.
    /// </summary>
    public bool IsEnabled => Bool("Enabled", true) && OptionalText("State") != "DISABLED";

    public string Text(string key) => OptionalText(key) ?? throw Missing(key);

    public string? OptionalText(string key) => map[key] is not { } node ? null
        : TemplateResolver.TextOf(node) ?? throw Wrong(key, node, "a text");

    public int Int(string key, int absent) => Number(key) is not { } number ? absent
        : number == Math.Truncate(number) && number is >= int.MinValue and <= int.MaxValue ? (int)number
        : throw Wrong(key, map[key]!, "a whole number");

    public decimal Decimal(string key, decimal absent) => Number(key) ?? absent;

    public bool Bool(string key, bool absent) => map[key] is not { } node ? absent : TemplateResolver.TextOf(node) switch
    {
        "true" or "True" => true,
        "false" or "False" => false,
        _ => throw Wrong(key, node, "true or false"),
    };

    public PropertyReader Map(string key) => OptionalMap(key) ?? throw Missing(key);

    public PropertyReader? OptionalMap(string key) => map[key] switch
    {
        null => null,
        JsonObject inner => new PropertyReader(resource, inner, Path(key)),
        var other => throw Wrong(key, other, "a map"),
    };

    /// <summary>Returns the maps of a list; none if the list is missing.</summary>
    public IEnumerable<PropertyReader> Maps(string key) => map[key] switch
    {
        null => [],
        JsonArray list => list.Select((item, index) => item is JsonObject inner
            ? new PropertyReader(resource, inner, $"{Path(key)}[{index}]")
            : throw Wrong($"{key}[{index}]", item ?? list, "a map")),
        var other => throw Wrong(key, other, "a list"),
    };

    /// <summary>Returns the strings of a list; none if the list is missing.</summary>
    public IReadOnlyList<string> List(string key) => map[key] switch
    {
        null => [],
        JsonArray list => [.. list.Select((item, index) => item is not null && TemplateResolver.TextOf(item) is { } text
            ? text
            : throw Wrong($"{key}[{index}]", item ?? list, "a text"))],
        var other => throw Wrong(key, other, "a list"),
    };

    /// <summary>Returns every key with its string; empty if the map is missing.</summary>
    public IReadOnlyDictionary<string, string> Texts(string key) =>
        OptionalMap(key) is { } inner ? inner.Keys.ToDictionary(name => name, inner.Text) : new Dictionary<string, string>();

    public TemplateException Missing(string key) =>
        Error(map, $"{resource.LogicalId} has no {Path(key)}. Local mode needs it. Add it.");

    public TemplateException Wrong(string key, string sentence) =>
        Error(map[key] ?? map, $"{Path(key)} of {resource.LogicalId} {sentence}");

    TemplateException Wrong(string key, JsonNode node, string expected) =>
        Error(node, $"{Path(key)} of {resource.LogicalId} is {Shown(node)}, but must be {expected}. Correct it.");

    static string Shown(JsonNode node) => node switch
    {
        JsonObject => "a map",
        JsonArray => "a list",
        _ => $"'{TemplateResolver.TextOf(node)}'",
    };

    decimal? Number(string key) => map[key] is not { } node ? null
        : decimal.TryParse(TemplateResolver.TextOf(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(key, node, "a number");

    string Path(string key) => path.Length == 0 ? key : $"{path}.{key}";

    TemplateException Error(JsonNode node, string sentence) =>
        new(resource.File, resource.Lines.GetValueOrDefault(node, resource.Line), sentence);
}
