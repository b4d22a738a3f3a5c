namespace Emulator.Athena;

/// <summary>A table in the Glue Data Catalog.</summary>
/// <param name="Database">Name of its database.</param>
/// <param name="Name">Name of the table.</param>
/// <param name="Columns">Names and Hive types (<c>int</c>, <c>string</c>, ...) in order, without the partition keys.</param>
/// <param name="PartitionKeys">Names of the partition columns in order; all are strings.</param>
/// <param name="Location">The location of its data: <c>s3://bucket/prefix/</c>.</param>
public sealed record TableDefinition(
    string Database,
    string Name,
    IReadOnlyList<(string Name, string Type)> Columns,
    IReadOnlyList<string> PartitionKeys,
    string Location);
