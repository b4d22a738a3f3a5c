namespace Emulator.Template;

/// <summary>Rejects circular dependencies, as CloudFormation does.</summary>
static class DependencyCircle
{
    public static void Check(TemplateSections sections, IReadOnlyDictionary<string, HashSet<string>> uses)
    {
        var done = new HashSet<string>();
        var path = new List<string>();
        foreach (var resource in sections.Resources.Keys)
            Visit(resource);

        void Visit(string resource)
        {
            if (path.IndexOf(resource) is >= 0 and var start)
            {
                throw new TemplateException(sections.File, sections.Resources[resource].Line,
                    $"{string.Join(" -> ", path[start..].Append(resource))} depend on each other. Break the circle, for example with a "
                    + $"name instead of a reference.");
            }

            if (!done.Add(resource))
                return;
            path.Add(resource);
            foreach (var used in uses.GetValueOrDefault(resource) ?? [])
                Visit(used);
            path.RemoveAt(path.Count - 1);
        }
    }
}
