using System.Text.RegularExpressions;

namespace Tool.Tests.Docs;

/// <summary>A command in the documentation.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Text">The command, on one line, without comments.</param>
sealed partial record DocumentedCommand(string Place, string Text)
{
    static readonly string[] Programs = ["dotnet", "flowlogs", "sam", "aws", "docker", "git", "curl", "npm"];

    /// <summary>Returns the lines of indented blocks that begin with the name of a program.</summary>
    public static List<DocumentedCommand> All()
    {
        string[] files = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "aws/README.md", "benchmarks/README.md", .. In("docs"),
            .. In("docs/decisions")];
        return [.. files.SelectMany(OfFile)];

        static IEnumerable<string> In(string folder) =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md").Order()
                .Select(file => $"{folder}/{Path.GetFileName(file)}");
    }

    public override string ToString() => $"{Place}: {Text}";

    static IEnumerable<DocumentedCommand> OfFile(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        for (var i = 0; i < lines.Length; i++)
        {
            var place = i + 1;
            var text = lines[i];
            if (!text.StartsWith("    ", StringComparison.Ordinal))
                continue;
            while (text.EndsWith('\\') && i + 1 < lines.Length)
                text = $"{text[..^1].TrimEnd()} {lines[++i].Trim()}";
            text = Comment().Replace(text, "").Trim();
            if (text.StartsWith("./", StringComparison.Ordinal) || Programs.Contains(text.Split(' ')[0]))
                yield return new DocumentedCommand($"{file}:{place}", text);
        }
    }

    [GeneratedRegex("  +#.*$")]
    private static partial Regex Comment();
}
