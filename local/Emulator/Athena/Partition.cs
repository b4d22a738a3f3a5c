using System.Globalization;
using System.Text;

namespace Emulator.Athena;

/// <summary>A registered partition of a table.</summary>
/// <param name="Name">The name in <c>SHOW PARTITIONS</c>: <c>year=2026/month=11/day=25/hour=10</c>.</param>
/// <param name="Location">The location of its files: <c>s3://bucket/prefix/</c>.</param>
public sealed record Partition(string Name, string Location)
{
    // The characters that Hive writes as %XX in the name of a partition, besides control characters.
    const string Escaped = "\"#%'*/:=?\\{}[]^";

    public static string NameOf(IReadOnlyList<string> keys, IReadOnlyList<string> values) =>
        string.Join('/', keys.Zip(values, (key, value) => $"{key}={Escape(value)}"));

    /// <summary>Reads the name's values: one for each partition key, in the keys' order.</summary>
    public IReadOnlyList<string> Values => [.. Name.Split('/').Select(part => Unescape(part[(part.IndexOf('=') + 1)..]))];

    static string Escape(string value)
    {
        if (!value.Any(c => char.IsControl(c) || Escaped.Contains(c)))
            return value;

        var escaped = new StringBuilder();
        foreach (var c in value)
        {
            if (char.IsControl(c) || Escaped.Contains(c))
                escaped.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }

    static string Unescape(string value)
    {
        if (!value.Contains('%'))
            return value;

        var plain = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '%' && i + 2 < value.Length
                && byte.TryParse(value.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 2;
            }
            else
            {
                plain.Append(value[i]);
            }
        }

        return plain.ToString();
    }
}
