using System.Text.RegularExpressions;

namespace Tool.Input;

/// <summary>The kind of an input's inflated bytes.</summary>
public enum FileKind
{
    /// <summary>One record a line, optionally with the header line of files that are delivered to S3.</summary>
    Text,

    /// <summary>
    /// One record a line after the event's time, as "Export log data to Amazon S3", Amazon CloudWatch Logs User Guide, describes it; and as
    /// <c>aws logs tail</c> writes it, where the log stream may follow the time.
    /// </summary>
    Export,

    /// <summary>JSON values, one per line, concatenated or in an array: log events, containers of log events, or records.</summary>
    Json,

    /// <summary>CSV with messages, or with a column for each field of a record.</summary>
    Csv,

    /// <summary>Parquet with a column for each field of a record.</summary>
    Parquet,
}

/// <summary>Names and detects the kinds.</summary>
public static partial class FileKinds
{
    /// <summary>The names of the kinds in <c>--format</c>.</summary>
    public static IReadOnlyDictionary<string, FileKind> Names { get; } =
        Enum.GetValues<FileKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant());

    internal static string Describe(FileKind kind) => kind switch
    {
        FileKind.Export => "CloudWatch Logs export",
        FileKind.Json => "JSON",
        FileKind.Csv => "CSV",
        FileKind.Parquet => "Parquet",
        _ => "flow-log text",
    };

    /// <summary>Detects the kind from the first inflated bytes of an input.</summary>
    internal static FileKind Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PAR1"u8))
            return FileKind.Parquet;
        var line = FileContent.FirstLineOf(head);
        if (line.AsSpan().TrimStart() is ['{' or '[', ..])
            return FileKind.Json;
        if (Timestamped.IsMatch(line))
            return FileKind.Export;
        if (CsvDialect.Of(line) is not null)
            return FileKind.Csv;
        // Messages as JSON strings, one per line, as jq writes them.
        return line is ['"', .., '"'] ? FileKind.Json : FileKind.Text;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?[ \t]")]
    private static partial Regex Timestamped { get; }
}
