using System.Collections;
using System.Globalization;

namespace Emulator.Athena;

/// <summary>A value of a result as Athena's result files write it ("Working with query results").</summary>
public static class ResultText
{
    /// <summary>Null is null; a writer says what stands for it.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTime time => Milliseconds(time),
        DateTimeOffset time => $"{Milliseconds(time.UtcDateTime)} UTC",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
        double number => Number(number),
        float number => Number(number),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Stream bytes => Convert.ToHexStringLower(ReadAll(bytes)),
        IDictionary map => $"{{{string.Join(", ", Entries(map).Select(entry => $"{Of(entry.Key)}={Of(entry.Value) ?? "null"}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(item => Of(item) ?? "null"))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>The entries of a map, or the fields of a row.</summary>
    internal static IEnumerable<DictionaryEntry> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return entry;
    }

    // Athena's timestamps have three decimals; what a finer one has beyond is cut.
    static string Milliseconds(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    static string Number(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
