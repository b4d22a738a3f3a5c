using System.Text.RegularExpressions;

namespace Tool.Input;

/// <summary>What the bytes of an input are, once they are inflated.</summary>
public enum FileKind
{
    /// <summary>One record a line, with or without the header line of files that are delivered to S3.</summary>
    Text,

    /// <summary>
    /// One record a line after the event's time, as "Export log data to Amazon S3", Amazon CloudWatch Logs User Guide, describes it; and as
    /// <c>aws logs tail</c> writes it, where the log stream may follow the time.
    /// </summary>
    Export,

    /// <summary>JSON values, a line each, end to end or in an array: log events, what holds log events, or records.</summary>
    Json,

    /// <summary>CSV whose columns are a message, or a record's fields.</summary>
    Csv,

    /// <summary>Parquet whose columns are a record's fields.</summary>
    Parquet,
}

/// <summary>Names the kinds, and tells them apart.</summary>
public static partial class FileKinds
{
    /// <summary>What <c>--format</c> calls the kinds.</summary>
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

    /// <summary>Tells the kind from an input's first bytes, inflated.</summary>
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
        // Messages as JSON strings on a line each, as jq writes them.
        return line is ['"', .., '"'] ? FileKind.Json : FileKind.Text;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?[ \t]")]
    private static partial Regex Timestamped { get; }
}
