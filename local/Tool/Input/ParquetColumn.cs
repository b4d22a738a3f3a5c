using DuckDB.NET.Data;
using Emulator.Athena;

namespace Tool.Input;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type in DuckDB's words.</param>
sealed record ParquetColumn(string Name, string Type)
{
    readonly FlowLogField? _field = FieldNames.Find(Name);

    bool IsText => Type is "VARCHAR" or "UUID" or "JSON";

    bool IsTime => Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) && !Type.EndsWith(']');

    // FLOAT has 24 bits, which are too few for a time or a count of bytes.
    bool IsNumber => Type is "DOUBLE" || Type.EndsWith("INT", StringComparison.Ordinal)
        || Type.EndsWith("INTEGER", StringComparison.Ordinal)
        || (Type.StartsWith("DECIMAL", StringComparison.Ordinal) && !Type.EndsWith(']'));

    /// <summary>Whether the column's values can be the values of its field.</summary>
    public bool IsReadable => FieldNames.IsBeside(Name) || IsText || _field switch
    {
        null => IsNumber || IsTime || Type is "BOOLEAN" or "DATE" or "FLOAT",
        { Type: FlowLogFieldType.EpochSeconds } => IsNumber || IsTime,
        { Type: FlowLogFieldType.Text } => IsNumber && _field == FlowLogFields.AccountId,
        _ => IsNumber,
    };

    /// <summary>The SQL of the column's values as text, without spaces in times. Null for a column that is not readable.</summary>
    public string Text => !IsReadable ? "NULL::VARCHAR"
        : IsTime ? $"replace(CAST(CAST({Quoted} AS TIMESTAMP) AS VARCHAR), ' ', 'T')"
        : $"CAST({Quoted} AS VARCHAR)";

    string Quoted => Sql.Name(Name);

    string Expected => _field switch
    {
        null => "text, a number or a time",
        { Type: FlowLogFieldType.EpochSeconds } => "a time, a number or text",
        { Type: FlowLogFieldType.Text } => "text",
        _ => "a number or text",
    };

    /// <summary>Returns the columns of a table.</summary>
    public static IReadOnlyList<ParquetColumn> All(DuckDBConnection connection, string table)
    {
        using var command = new DuckDBCommand($"DESCRIBE SELECT * FROM {table}", connection);
        using var rows = command.ExecuteReader();
        var columns = new List<ParquetColumn>();
        while (rows.Read())
            columns.Add(new ParquetColumn(rows.GetString(0), rows.GetString(1)));
        return columns;
    }

    /// <summary>Returns whether the column has a value. Libraries write columns without values with any type.</summary>
    public bool HasValues(DuckDBConnection connection, string table)
    {
        using var command = new DuckDBCommand($"SELECT count({Quoted}) FROM {table}", connection);
        return (long)command.ExecuteScalar()! > 0;
    }

    public override string ToString() => $"the column '{Name}' of type {Type}, which must be {Expected}";
}
