namespace Emulator.Template;

/// <summary>
/// Record format conversion from JSON (OpenX SerDe) to Parquet, with the defaults of "OpenXJsonSerDe" and "ParquetSerDe"
/// (Amazon Data Firehose API Reference).
/// </summary>
public sealed record ParquetConversion
{
    public required string DatabaseName { get; init; }

    public required string TableName { get; init; }

    /// <summary>SNAPPY (the default), GZIP or UNCOMPRESSED.</summary>
    public required string Compression { get; init; }

    /// <summary>Whether JSON keys are converted to lower case before they are matched to columns; by default true.</summary>
    public required bool CaseInsensitive { get; init; }

    /// <summary>The JSON key of each column whose key differs from its name.</summary>
    public required IReadOnlyDictionary<string, string> ColumnToJsonKeyMappings { get; init; }

    /// <summary>By default false.</summary>
    public required bool ConvertDotsInJsonKeysToUnderscores { get; init; }

    internal static ParquetConversion? Read(PropertyReader destination)
    {
        if (destination.OptionalMap("DataFormatConversionConfiguration") is not { } conversion || !conversion.Bool("Enabled", true))
            return null;
        var deserializer = conversion.Map("InputFormatConfiguration").Map("Deserializer").Map("OpenXJsonSerDe");
        var serializer = conversion.Map("OutputFormatConfiguration").Map("Serializer").Map("ParquetSerDe");
        var schema = conversion.Map("SchemaConfiguration");
        return new ParquetConversion
        {
            DatabaseName = schema.Text("DatabaseName"),
            TableName = schema.Text("TableName"),
            Compression = serializer.OptionalText("Compression") ?? "SNAPPY",
            CaseInsensitive = deserializer.Bool("CaseInsensitive", true),
            ColumnToJsonKeyMappings = deserializer.Texts("ColumnToJsonKeyMappings"),
            ConvertDotsInJsonKeysToUnderscores = deserializer.Bool("ConvertDotsInJsonKeysToUnderscores", false),
        };
    }
}
