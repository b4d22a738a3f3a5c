using System.Collections;
using System.Globalization;
using System.Reflection;
using DuckDB.NET.Data;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>Converts DuckDB's values to Athena's.</summary>
static class DuckDbValues
{
    // The reader drops zeros at the end of decimals with more than 18 digits. A sum has the decimals of its summands, here up to .NET's.
    const int MostDecimals = 28;

    static readonly MethodInfo GetFieldValue = typeof(DuckDBDataReader).GetMethod(nameof(DuckDBDataReader.GetFieldValue))!;

    public static object? Get(DuckDBDataReader reader, int column, TrinoType type)
    {
        if (reader.IsDBNull(column))
            return null;
        return Convert(type.Name is "array" or "map" ? GetWithNulls(reader, column) : reader.GetValue(column), type);
    }

    static object? Convert(object? value, TrinoType type) => (value, type.Name) switch
    {
        (DateTime utc, "timestamp with time zone") when type.Zone == "UTC" =>
            new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        (DateTime utc, "timestamp with time zone") => new ZonedTime(Zones.ToLocal(utc, type.Zone), type.Zone),
        (Stream bytes, _) => Copy(bytes),
        (decimal number, "decimal") => number + new decimal(0, 0, 0, false, (byte)Math.Min(MostDecimals, type.Scale)),
        (not null, "interval day to second") => ResultText.Days(System.Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        (not null, "interval year to month") => ResultText.Months(System.Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        (IDictionary map, "map") when IsConverted(type) => ResultText.Entries(map).ToDictionary(
            entry => Convert(entry.Key, type.Arguments[0])!, entry => Convert(entry.Value, type.Arguments[1])),
        (IDictionary row, "row") when IsConverted(type) =>
            ResultText.Entries(row).Select((entry, i) => (entry.Key, Value: Convert(entry.Value, type.Arguments[i])))
            .ToDictionary(field => field.Key, field => field.Value),
        (IEnumerable list, "array") when IsConverted(type) =>
            list.Cast<object?>().Select(item => Convert(item, type.Arguments[0])).ToList(),
        _ => value,
    };

    static bool IsConverted(TrinoType type) =>
        type.IsZoned || type.IsInterval || type.Name is "varbinary" or "decimal" || type.Arguments.Any(IsConverted);

    /// <summary>Copies bytes from DuckDB's memory, which the next rows overwrite.</summary>
    static byte[] Copy(Stream bytes)
    {
        using var copy = new MemoryStream();
        bytes.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Reads a list or map that can contain nulls: the reader returns them only in one of a nullable type.</summary>
    static object? GetWithNulls(DuckDBDataReader reader, int column)
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
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return typeof(Dictionary<,>).MakeGenericType(type.GenericTypeArguments[0], WithNulls(type.GenericTypeArguments[1]));
        return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;
    }
}
