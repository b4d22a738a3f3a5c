namespace Emulator.Template;

/// <summary>The validated sections of the template.</summary>
sealed class TemplateSections
{
    TemplateSections(string file, MapNode root)
    {
        File = file;
        Parameters = Section(root, "Parameters");
        Mappings = Section(root, "Mappings");
        Conditions = Section(root, "Conditions");
        var functionGlobals = Section(root, "Globals")?.Find("Function") as MapNode;
        var resources = Section(root, "Resources");
        if (resources is null or { Entries.Count: 0 })
            throw new TemplateException(file, 1, "The file has no Resources. Name a CloudFormation template.");
        Resources = resources.Entries.ToDictionary(entry => entry.Key, entry => Declared(entry, functionGlobals));
    }

    public string File { get; }

    public MapNode? Parameters { get; }

    public MapNode? Mappings { get; }

    public MapNode? Conditions { get; }

    /// <summary>The resources in the order of the file.</summary>
    public IReadOnlyDictionary<string, DeclaredResource> Resources { get; }

    public static TemplateSections Read(string path)
    {
        var file = Shown(path);
        try
        {
            using var text = System.IO.File.OpenText(path);
            return new TemplateSections(file, TemplateYaml.Read(file, text));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TemplateException(file, 0, "The file does not exist. Name a template.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(path) ? "this is a directory" : e.Message.TrimEnd('.');
            throw new TemplateException(file, 0, $"The file cannot be read ({reason}). Name a readable template.");
        }
    }

    // A relative path is easier to read and to click.
    static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return Path.IsPathRooted(path) && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;
    }

    MapNode? Section(MapNode root, string name) => root.Find(name) switch
    {
        null => null,
        ScalarNode { IsPlain: true, Text: "" } => null,
        MapNode map => map,
        var other => throw new TemplateException(File, other.Line, $"{name} is not a map. Write one entry per line below it."),
    };

    DeclaredResource Declared(MapEntry entry, MapNode? functionGlobals)
    {
        var (id, line) = (entry.Key, entry.Line);
        if (entry.Value is not MapNode resource || resource.Find("Type") is not ScalarNode type)
            throw new TemplateException(File, line, $"The resource {id} has no Type. Add it.");
        var properties = resource.Find("Properties") switch
        {
            MapNode map => map,
            null or ScalarNode { Text: "" } => new MapNode(line, []),
            var other => throw new TemplateException(File, other.Line,
                $"Properties of {id} is not a map. Write one property per line below it."),
        };
        IReadOnlyList<ScalarNode> dependsOn = resource.Find("DependsOn") switch
        {
            ScalarNode one => [one],
            ListNode several => [.. several.Items.OfType<ScalarNode>()],
            _ => [],
        };
        var declared = new DeclaredResource(id, type.Text, line, properties, (resource.Find("Condition") as ScalarNode)?.Text, dependsOn);
        return declared.IsServerlessFunction ? declared with { Properties = SamGlobals.Merge(functionGlobals, properties) } : declared;
    }
}
