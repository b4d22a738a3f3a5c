using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Web.Findings;

/// <summary>A question about the stored records: a file of the folder <c>findings</c>.</summary>
public sealed record Finding
{
    const string Folder = "findings/";
    const string Extension = ".sql";

    /// <summary>The columns that every finding's query returns first. Further columns are the finding's own measures.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["source", "destination", "port", "interface_id", "first_seen", "last_seen", "records"];

    static readonly Lazy<IReadOnlyList<Finding>> Shipped = new(ReadShipped);

    /// <summary>The name of the file without its extension.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Question { get; init; }

    public required FindingSeverity Severity { get; init; }

    /// <summary>The meaning of a row of the result.</summary>
    public required string Meaning { get; init; }

    /// <summary>The recommended action.</summary>
    public required string Action { get; init; }

    /// <summary>The technique of MITRE ATT&amp;CK, or null if none fits.</summary>
    public required string? Technique { get; init; }

    public required string FalsePositives { get; init; }

    /// <summary>The fields of a flow log record that the query needs, by AWS's names.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>The filter that selects the records of a row.</summary>
    public required FindingEvidence Evidence { get; init; }

    /// <summary>The query with its parameters.</summary>
    public required FindingQuery Query { get; init; }

    /// <summary>All findings that ship with the program: the most severe first, then by name.</summary>
    public static IReadOnlyList<Finding> All => Shipped.Value;

    /// <summary>Reads a finding's file.</summary>
    /// <param name="name">The name of the file without its extension.</param>
    /// <param name="text">A comment that holds YAML, and the SQL after it.</param>
    /// <exception cref="FormatException">The text is not a finding.</exception>
    public static Finding Parse(string name, string text)
    {
        const string begin = "/*\n", end = "\n*/\n";
        text = text.ReplaceLineEndings("\n");
        var close = text.IndexOf(end, StringComparison.Ordinal);
        if (!text.StartsWith(begin, StringComparison.Ordinal) || close < 0)
            throw new FormatException($"Finding {name}: the file must begin with a comment, '/*' and '*/' each on a line of its own.");
        var header = ReadHeader(name, text[begin.Length..close]);
        var severity = Text("severity");
        return new Finding
        {
            Name = name,
            Title = Text("title"),
            Question = Text("question"),
            Severity = Enum.TryParse<FindingSeverity>(severity, ignoreCase: true, out var level) && !char.IsAsciiDigit(severity[0])
                ? level
                : throw new FormatException($"Finding {name}: unknown severity '{severity}'. Use low, medium or high."),
            Meaning = Text("meaning"),
            Action = Text("action"),
            Technique = OptionalText("technique"),
            FalsePositives = Text("false-positives"),
            Fields = header.Children.TryGetValue("fields", out var fields) && fields is YamlSequenceNode list
                ? [.. list.Children.Select(field => ((YamlScalarNode)field).Value!)]
                : throw new FormatException($"Finding {name}: fields must be a list."),
            Evidence = new FindingEvidence(name, Text("evidence")),
            Query = new FindingQuery(name, text[(close + end.Length)..].Trim()),
        };

        string Text(string key) => OptionalText(key) ?? throw new FormatException($"Finding {name}: {key} is missing.");

        string? OptionalText(string key) => header.Children.TryGetValue(key, out var value) ? (value as YamlScalarNode)?.Value : null;
    }

    static YamlMappingNode ReadHeader(string name, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [{ RootNode: YamlMappingNode map }] ? map
                : throw new FormatException($"Finding {name}: the comment must hold a YAML map.");
        }
        catch (YamlException exception)
        {
            throw new FormatException($"Finding {name}: the comment is not YAML: {exception.Message}", exception);
        }
    }

    static IReadOnlyList<Finding> ReadShipped()
    {
        var assembly = typeof(Finding).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
                .Select(resource =>
                {
                    using var file = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                    return Parse(resource[Folder.Length..^Extension.Length], file.ReadToEnd());
                })
                .OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Name, StringComparer.Ordinal),
        ];
    }
}
