using System.Text;
using System.Text.RegularExpressions;

namespace Tool.Input;

/// <summary>What the bytes of an input are, once they are inflated.</summary>
public enum FileKind
{
    /// <summary>One record a line, with or without the header line of files that are delivered to S3.</summary>
    Text,

    /// <summary>One record a line behind the event's time: "Export log data to Amazon S3", Amazon CloudWatch Logs User Guide.</summary>
    Export,

    /// <summary>JSON objects, a line each, end to end or in an array: log events, what holds log events, or records.</summary>
    Json,

    /// <summary>CSV whose columns are a message, or a record's fields.</summary>
    Csv,

    /// <summary>Parquet whose columns are a record's fields.</summary>
    Parquet,
}

/// <summary>Names of the kinds, and how they are told apart.</summary>
public static partial class FileKinds
{
    /// <summary>What <c>--format</c> calls the kinds.</summary>
    public static IReadOnlyDictionary<string, FileKind> Names { get; } = Enum.GetValues<FileKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant());

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
        if (head.StartsWith("\uFEFF"u8))
            head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        if (head is [(byte)'{' or (byte)'[', ..])
            return FileKind.Json;
        var end = head.IndexOfAny((byte)'\r', (byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? head : head[..end]);
        if (Timestamped.IsMatch(line))
            return FileKind.Export;
        return CsvRecords.IsHeader(line) ? FileKind.Csv : FileKind.Text;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z[ \t]")]
    private static partial Regex Timestamped { get; }
}
