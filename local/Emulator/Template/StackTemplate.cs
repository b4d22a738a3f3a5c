using System.Text.Json.Nodes;

namespace Emulator.Template;

/// <summary>
/// A CloudFormation template with SAM's additions as it is deployed: with values for parameters, evaluated conditions, and every reference
/// resolved to a plausible value ("Template anatomy", CloudFormation User Guide).
/// </summary>
public sealed class StackTemplate
{
    readonly Dictionary<string, TemplateResource> _resources = [];
    readonly Dictionary<string, string> _logicalIds = [];

    StackTemplate(TemplateSections sections, IReadOnlyDictionary<string, string> parameterOverrides)
    {
        File = sections.File;
        var resolver = new TemplateResolver(sections, new TemplateParameters(File, sections.Parameters, parameterOverrides));
        foreach (var declared in sections.Resources.Values)
        {
            if (declared.Condition is not { } condition || resolver.Conditions.IsTrue(condition, declared.Line))
                _resources.Add(declared.LogicalId, Resolve(declared, resolver));
        }

        DependencyCircle.Check(sections, resolver.References.Uses);
    }

    /// <summary>The path of the template in error messages, relative to the current directory if it is below it.</summary>
    public string File { get; }

    /// <summary>The resources by logical id, in the order of the file, without resources whose condition is false.</summary>
    public IReadOnlyDictionary<string, TemplateResource> Resources => _resources;

    /// <param name="path">The template, YAML or JSON.</param>
    /// <param name="parameterOverrides">Values that replace the defaults of parameters.</param>
    /// <exception cref="TemplateException">The file does not exist, or the template cannot be resolved.</exception>
    public static StackTemplate Load(string path, IReadOnlyDictionary<string, string>? parameterOverrides = null) =>
        new(TemplateSections.Read(path), parameterOverrides ?? new Dictionary<string, string>());

    public IEnumerable<TemplateResource> ResourcesOfType(string type) => _resources.Values.Where(resource => resource.Type == type);

    /// <exception cref="TemplateException">The template does not have exactly one resource of this type.</exception>
    public TemplateResource Single(string type) => ResourcesOfType(type).ToList() switch
    {
        [var only] => only,
        [] => throw new TemplateException(File, 1, $"The template has no resource of type {type}. Local mode needs one. Add it."),
        var several => throw new TemplateException(File, several[1].Line,
            $"{string.Join(", ", several.Select(resource => resource.LogicalId))} all have the type {type}. Local mode supports one. Keep "
            + $"one."),
    };

    public TemplateResource? Find(string logicalId) => _resources.GetValueOrDefault(logicalId);

    /// <summary>Returns the resource of an ARN or of a result of Ref. An ARN of a function can include a version or an alias.</summary>
    public TemplateResource? FindByReference(string reference) =>
        _logicalIds.TryGetValue(reference, out var logicalId) ? Find(logicalId)
        : reference.Split(':') is [_, _, "lambda", _, _, "function", _, _] ? FindByReference(reference[..reference.LastIndexOf(':')])
        : null;

    TemplateResource Resolve(DeclaredResource declared, TemplateResolver resolver)
    {
        var references = resolver.References;
        references.User = declared.LogicalId;
        foreach (var name in declared.DependsOn)
            references.Ref(name.Text, name.Line);
        var properties = new JsonObject();
        foreach (var entry in declared.Properties.Entries)
        {
            // SAM generates separate resources from the events of a function, so the function does not depend on their references.
            references.User = declared.IsServerlessFunction && entry.Key is "Events" or "EventInvokeConfig" ? null : declared.LogicalId;
            if (resolver.Resolve(entry.Value) is var value && value != TemplateResolver.NoValue)
                properties[entry.Key] = value;
        }

        references.User = null;
        Index(declared, references);
        return new TemplateResource(declared.LogicalId, declared.Type, properties, declared.Line) { File = File, Lines = resolver.Lines };
    }

    void Index(DeclaredResource declared, TemplateReferences references)
    {
        var (id, kind) = (declared.LogicalId, ResourceKinds.Find(declared.Type));
        if (references.Ref(id, declared.Line) is JsonValue reference)
            _logicalIds.TryAdd(reference.GetValue<string>(), id);
        foreach (var attribute in kind?.Attributes.Keys.Where(name => name.EndsWith("Arn", StringComparison.Ordinal)) ?? [])
            _logicalIds[references.GetAtt(id, attribute, declared.Line)] = id;
    }
}
