using System.Collections;
using System.Globalization;

namespace Emulator.Athena;

/// <summary>Writes values as Athena's result files do ("Working with query results").</summary>
public static class ResultText
{
    /// <summary>Returns the text of a value; null for NULL, which each writer represents in its own way.</summary>
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
        IDictionary map => $"{{{string.Join(", ", Entries(map).Select(entry => $"{Of(entry.Key)}={Of(entry.Value) ?? "null"}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(item => Of(item) ?? "null"))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>Returns the entries of a map, or the fields of a row.</summary>
    internal static IEnumerable<DictionaryEntry> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
            yield return entry;
    }

    // Athena's timestamps have three decimals; further decimals are truncated.
    static string Milliseconds(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>An interval of days: <c>14 00:00:00.000</c>.</summary>
    internal static string Days(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Abs(milliseconds));
        return $"{(milliseconds < 0 ? "-" : "")}{time.Days} {time:hh\\:mm\\:ss\\.fff}";
    }

    /// <summary>An interval of months: <c>1-2</c> is a year and two months.</summary>
    internal static string Months(long months) =>
        $"{(months < 0 ? "-" : "")}{Math.Abs(months) / 12}-{Math.Abs(months) % 12}";

    static string Number(double number) => JavaNumber(number, number.ToString("R", CultureInfo.InvariantCulture));

    static string Number(float number) => JavaNumber(number, number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Writes a number as Java does: always with a point, and with an exponent below 0.001 and from 10,000,000 on.</summary>
    static string JavaNumber(double number, string digits)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        if (number == 0)
            return double.IsNegative(number) ? "-0.0" : "0.0";
        var exponent = 0;
        var mantissa = digits.TrimStart('-');
        if (mantissa.IndexOf('E') is >= 0 and var e)
        {
            exponent = int.Parse(mantissa.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf('.') is >= 0 and var at ? at : mantissa.Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var first = all.AsSpan().IndexOfAnyExcept('0');
        exponent += point - first - 1;
        all = all[first..].TrimEnd('0');
        var sign = number < 0 ? "-" : "";
        if (exponent is >= -3 and < 7)
        {
            var whole = exponent < 0 ? "0" : all.PadRight(exponent + 1, '0')[..(exponent + 1)];
            var fraction = exponent < 0 ? new string('0', -exponent - 1) + all : all.Length > exponent + 1 ? all[(exponent + 1)..] : "0";
            return $"{sign}{whole}.{fraction}";
        }

        return $"{sign}{all[0]}.{(all.Length > 1 ? all[1..] : "0")}E{exponent}";
    }
}
