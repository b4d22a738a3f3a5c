using System.Xml.Linq;

namespace Tool.Tests;

/// <summary>A project refers only to projects below it.</summary>
public sealed class LayerTests
{
    // The projects that each project may refer to. A function may refer to FlowLogs and the packages of aws/, and no project refers to a
    // function.
    static readonly Dictionary<string, string[]> Below = new()
    {
        ["FlowLogs"] = [],
        ["Decompressor"] = ["FlowLogs"],
        ["MetricPublisher"] = ["FlowLogs"],
        ["PartitionRegistrar"] = ["FlowLogs"],
        ["Emulator"] = ["FlowLogs"],
        ["Web"] = ["FlowLogs", "Emulator"],
        ["Tool"] = ["FlowLogs", "Emulator", "Web"],
    };

    public static TheoryData<string> Projects =>
        [.. new[] { "functions", "local" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_projects_below_it(string project)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.Subset(Below[Path.GetFileNameWithoutExtension(project)].ToHashSet(), references.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folder_and_namespaces_have_the_name_of_the_project(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;
        Assert.Equal(name, Path.GetFileName(folder));

        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("obj", StringComparison.Ordinal)
            && Path.GetRelativePath(folder, file) is var path && !path.StartsWith("bin", StringComparison.Ordinal));
        Assert.All(files, file => Assert.All(
            File.ReadLines(file).Where(line => line.StartsWith("namespace ", StringComparison.Ordinal)),
            line => Assert.Matches($@"^namespace {name}(\.\w+)*;$", line)));
    }
}
