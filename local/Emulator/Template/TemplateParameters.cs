using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Emulator.Template;

/// <summary>
/// The Parameters section with its values: the override, or the default, or a substitute of local mode. Values are validated as in
/// CloudFormation ("Parameters", CloudFormation User Guide).
/// </summary>
sealed class TemplateParameters
{
    // Substitutes for parameters without a default, which name resources of an account.
    static readonly Dictionary<string, string> LocalValues = new()
    {
        ["S3BucketName"] = "flow-logs-local",
        ["VPCId"] = "vpc-0123456789abcdef0",
    };

    static readonly string[] CountedFields = ["${action}", "${protocol}", "${packets}"];

    readonly string _file;
    readonly Dictionary<string, (string Type, string Text)> _values = [];

    public TemplateParameters(string file, MapNode? section, IReadOnlyDictionary<string, string> overrides)
    {
        _file = file;
        var entries = section?.Entries ?? [];
        foreach (var name in overrides.Keys)
        {
            if (!entries.Any(entry => entry.Key == name))
                throw new TemplateException(file, section?.Line ?? 1, $"The parameter {name} does not exist; {Choices(entries)}.");
        }

        foreach (var entry in entries)
        {
            if (entry.Value is not MapNode parameter)
                throw new TemplateException(file, entry.Line, $"The parameter {entry.Key} is not a map. Add a Type.");
            var type = Text(parameter, "Type")
                ?? throw new TemplateException(file, entry.Line, $"The parameter {entry.Key} has no Type. Add it.");
            var text = overrides.GetValueOrDefault(entry.Key) ?? CountRejects(entry.Key, overrides)
                ?? Text(parameter, "Default") ?? LocalValues.GetValueOrDefault(entry.Key)
                ?? throw new TemplateException(file, entry.Line,
                $"The parameter {entry.Key} has no default. Pass --parameter-overrides {entry.Key}=VALUE.");
            if (Fault(parameter, type, text) is { } fault)
                throw new TemplateException(file, entry.Line,
                    $"The parameter {entry.Key} is '{text}', {fault}. Pass --parameter-overrides {entry.Key}=VALUE.");
            _values[entry.Key] = (type, text);
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Returns a new node on each call, because a node has only one parent.</summary>
    public JsonNode Value(string name)
    {
        var (type, text) = _values[name];
        if (IsList(type))
            return new JsonArray([.. Items(text).Select(item => JsonValue.Create(item))]);
        return type == "Number" ? CoreSchema.Number(text)! : JsonValue.Create(text);
    }

    // A deployment with such a format fails unless CountRejects is false. Here the format often comes from the files, which nobody
    // deployed.
    static string? CountRejects(string name, IReadOnlyDictionary<string, string> overrides) =>
        name == "CountRejects" && overrides.GetValueOrDefault("FlowLogFormat") is { Length: > 0 } format
        && !CountedFields.All(format.Contains) ? "false" : null;

    static string Choices(IReadOnlyList<MapEntry> entries) =>
        entries.Count == 0 ? "the template has no parameters" : $"the template has {string.Join(", ", entries.Select(entry => entry.Key))}";

    static bool IsList(string type) => type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal);

    static string[] Items(string text) => text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries);

    string? Fault(MapNode parameter, string type, string text)
    {
        string[] values = IsList(type) ? Items(text) : [text];
        if (type is "Number" or "List<Number>" && values.FirstOrDefault(value => CoreSchema.Number(value) is null) is { } word)
            return $"and '{word}' is not a number";
        if (parameter.Find("AllowedValues") is ListNode allowed)
        {
            var texts = allowed.Items.OfType<ScalarNode>().Select(item => item.Text).ToList();
            if (values.Any(value => !texts.Contains(value)))
                return $"which is not one of {string.Join(", ", texts)}";
        }

        if (Text(parameter, "AllowedPattern") is { } pattern && values.Any(value => !Matches(parameter, pattern, value)))
            return Text(parameter, "ConstraintDescription") is { } rule ? $"which does not match {pattern} ({rule.TrimEnd('.')})"
                : $"which does not match {pattern}";
        return Limit("MinLength") is { } shortest && text.Length < shortest ? $"shorter than {shortest} characters"
            : Limit("MaxLength") is { } longest && text.Length > longest ? $"longer than {longest} characters"
            : Limit("MinValue") is { } least && values.Any(value => Number(value) < least) ? $"less than {least}"
            : Limit("MaxValue") is { } most && values.Any(value => Number(value) > most) ? $"more than {most}"
            : null;

        decimal? Limit(string key) => Text(parameter, key) is { } limit ? Number(limit) : null;
    }

    bool Matches(MapNode parameter, string pattern, string value)
    {
        try
        {
            return Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new TemplateException(_file, parameter.Find("AllowedPattern")!.Line,
                $"AllowedPattern is not a regular expression ({e.Message.TrimEnd('.')}). Correct it.");
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TemplateException(_file, parameter.Find("AllowedPattern")!.Line,
                $"AllowedPattern takes too long to match '{value}'. Simplify it.");
        }
    }

    static string? Text(MapNode parameter, string key) => (parameter.Find(key) as ScalarNode)?.Text;

    static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
