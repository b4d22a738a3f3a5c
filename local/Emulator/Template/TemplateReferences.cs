using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>
/// Evaluates Ref and Fn::GetAtt for pseudo parameters, parameters, resources, and resources that SAM generates from functions.
/// </summary>
sealed class TemplateReferences
{
    readonly TemplateSections _sections;
    readonly TemplateParameters _parameters;
    readonly TemplateResolver _resolver;
    readonly Dictionary<string, (string LogicalId, string Type)> _generated;
    readonly Dictionary<string, string?> _names = [];
    readonly Dictionary<string, HashSet<string>> _uses = [];

    public TemplateReferences(TemplateSections sections, TemplateParameters parameters, TemplateResolver resolver)
    {
        (_sections, _parameters, _resolver) = (sections, parameters, resolver);
        _generated = sections.Resources.Values.Where(resource => resource.IsServerlessFunction).SelectMany(Generated)
            .DistinctBy(generated => generated.LogicalId).ToDictionary(generated => generated.LogicalId);
    }

    /// <summary>The resource that is being resolved, whose references are recorded; null for none.</summary>
    public string? User { get; set; }

    /// <summary>The referenced resources of each resource.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Uses => _uses;

    public JsonNode? Ref(string name, int line)
    {
        if (name == PseudoParameters.NoValue)
            return TemplateResolver.NoValue;
        if (name == PseudoParameters.NotificationArns)
            return new JsonArray();
        if (PseudoParameters.Find(name) is { } pseudo)
            return pseudo;
        if (_parameters.Has(name))
            return _parameters.Value(name);
        var (type, ownName) = Resource(name, line);
        return ResourceKinds.Fill(ResourceKinds.Find(type)?.Ref ?? "{name}", ownName);
    }

    public string GetAtt(string logicalId, string attribute, int line)
    {
        var (type, ownName) = Resource(logicalId, line);
        var kind = ResourceKinds.Find(type);
        if (kind is null)
        {
            // A plausible value for an unknown type, so that the rest of the template can be used.
            var service = type.Split("::").ElementAtOrDefault(1)?.ToLowerInvariant();
            return attribute == "Arn"
                ? ResourceKinds.Fill($"arn:{{partition}}:{service}:{{region}}:{{account}}:{{name}}", ownName)
                : $"{ownName}-{attribute}";
        }

        return kind.Attributes.TryGetValue(attribute, out var pattern)
            ? ResourceKinds.Fill(pattern, ownName)
            : throw Error(line, $"{logicalId} ({type}) has no attribute {attribute}; "
                + (kind.Attributes.Count == 0 ? "use Ref." : $"it has {string.Join(", ", kind.Attributes.Keys)}."));
    }

    /// <summary>Returns the name of a resource: its name property, or stack name and logical id, without AWS's random suffix.</summary>
    string NameOf(string logicalId, string type)
    {
        if (_names.TryGetValue(logicalId, out var known))
            return known ?? throw Error(_sections.Resources[logicalId].Line,
                $"The name of {logicalId} depends on itself. Break the circle.");
        _names[logicalId] = null;
        var user = User;
        User = null;
        var name = OwnName(logicalId, type) ?? Made(logicalId, type);
        User = user;
        _names[logicalId] = name;
        return name;
    }

    string? OwnName(string logicalId, string type) =>
        ResourceKinds.Find(type)?.NameProperty is { } property
        && _sections.Resources.GetValueOrDefault(logicalId)?.Property(property) is { } written
            ? TemplateResolver.TextOf(_resolver.Resolve(written))
            : null;

    static string Made(string logicalId, string type)
    {
        var name = $"{PseudoParameters.StackName}-{logicalId}";
        return type == "AWS::S3::Bucket" ? name.ToLowerInvariant() : name;
    }

    (string Type, string Name) Resource(string logicalId, int line)
    {
        if (_sections.Resources.TryGetValue(logicalId, out var declared))
        {
            if (declared.Condition is { } condition && !_resolver.Conditions.IsTrue(condition, declared.Line))
                throw Error(line, $"{Subject()} to {logicalId}, whose condition {condition} is false. Put the reference into an Fn::If "
                    + $"with that condition.");
            if (User is { } user)
            {
                if (!_uses.TryGetValue(user, out var uses))
                    _uses[user] = uses = [];
                uses.Add(logicalId);
            }

            return (declared.Type, NameOf(logicalId, declared.Type));
        }

        return _generated.TryGetValue(logicalId, out var generated)
            ? (generated.Type, NameOf(logicalId, generated.Type))
            : throw Error(
                line, $"{Subject()} to {logicalId}, which is neither a parameter nor a resource. Correct the name or declare it.");
    }

    // "Generated CloudFormation resources for AWS SAM" (SAM Developer Guide).
    static IEnumerable<(string LogicalId, string Type)> Generated(DeclaredResource function)
    {
        if (function.Properties.Find("Role") is null)
            yield return ($"{function.LogicalId}Role", "AWS::IAM::Role");
        foreach (var entry in (function.Properties.Find("Events") as MapNode)?.Entries ?? [])
        {
            var type = (entry.Value as MapNode)?.Find("Type") is ScalarNode scalar ? scalar.Text : "";
            yield return ($"{function.LogicalId}{entry.Key}", type switch
            {
                "Schedule" or "EventBridgeRule" or "CloudWatchEvent" => "AWS::Events::Rule",
                "ScheduleV2" => "AWS::Scheduler::Schedule",
                "SNS" => "AWS::SNS::Subscription",
                _ => "AWS::Lambda::EventSourceMapping",
            });
            if (type == "ScheduleV2")
                yield return ($"{function.LogicalId}{entry.Key}Role", "AWS::IAM::Role");
        }
    }

    string Subject() => User is null ? "this refers" : $"{User} refers";

    TemplateException Error(int line, string sentence) => new(_sections.File, line, sentence);
}
