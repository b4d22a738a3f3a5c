namespace Emulator.Template;

/// <summary>CloudFormation cannot create resources that wait for each other, so a template that has such is refused here too.</summary>
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
                    $"{string.Join(" -> ", path[start..].Append(resource))} wait for each other; break the circle, for instance by a name instead of a reference.");
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
