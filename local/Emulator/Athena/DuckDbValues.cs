using System.Reflection;
using DuckDB.NET.Data;

namespace Emulator.Athena;

/// <summary>DuckDB's types and values as Athena's.</summary>
static class DuckDbValues
{
    const string TimestampWithZone = "timestamp with time zone";

    static readonly MethodInfo GetFieldValue = typeof(DuckDBDataReader).GetMethod(nameof(DuckDBDataReader.GetFieldValue))!;

    static readonly Dictionary<string, string> AthenaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Integer"] = "integer",
        ["UnsignedInteger"] = "bigint",
        ["BigInt"] = "bigint",
        ["UnsignedBigInt"] = "bigint",
        // A sum of bigint, which is a bigint in Athena; here it may pass 2^63 instead of failing.
        ["HugeInt"] = "bigint",
        ["UnsignedHugeInt"] = "bigint",
        ["TinyInt"] = "tinyint",
        ["SmallInt"] = "smallint",
        ["UnsignedTinyInt"] = "smallint",
        ["UnsignedSmallInt"] = "integer",
        ["TimestampTz"] = TimestampWithZone,
        ["Timestamp"] = "timestamp",
        ["TimestampS"] = "timestamp",
        ["TimestampMs"] = "timestamp",
        ["TimestampNs"] = "timestamp",
        ["Float"] = "real",
        ["Blob"] = "varbinary",
        ["List"] = "array",
        ["Array"] = "array",
        ["Struct"] = "row",
    };

    public static string AthenaType(DuckDBDataReader reader, int column)
    {
        var name = reader.GetDataTypeName(column);
        return AthenaTypes.GetValueOrDefault(name, name.ToLowerInvariant());
    }

    public static object? Get(DuckDBDataReader reader, int column, string athenaType)
    {
        if (reader.IsDBNull(column))
            return null;
        if (athenaType == "array")
            return GetList(reader, column);
        var value = reader.GetValue(column);
        return athenaType == TimestampWithZone && value is DateTime utc
            ? new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc))
            : value;
    }

    /// <summary>A list may have nulls in it, which the reader gives only to a list of a nullable type.</summary>
    static object? GetList(DuckDBDataReader reader, int column)
    {
        try
        {
            return GetFieldValue.MakeGenericMethod(WithNulls(reader.GetFieldType(column))).Invoke(reader, [column]);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } cause)
        {
            throw new InvalidCastException(cause.Message, cause);
        }
    }

    static Type WithNulls(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return typeof(List<>).MakeGenericType(WithNulls(type.GenericTypeArguments[0]));
        return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;
    }
}
