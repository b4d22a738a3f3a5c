using System.IO.Compression;
using System.Net;
using System.Text.Json;

namespace Web;

/// <summary>
/// Reads AWS's list of its public address ranges, <c>ip-ranges.json</c>. Source: "AWS IP address ranges", Amazon VPC User Guide.
/// </summary>
static class IpRangesFile
{
    // AWS lists every range for this service too.
    const string AnyService = "AMAZON";

    /// <summary>Reads the ranges that are part of the program: AWS's file of 22 August 2026.</summary>
    public static IReadOnlyList<(IPNetwork Network, AddressMark Mark)> ReadShipped()
    {
        using var compressed = typeof(IpRangesFile).Assembly.GetManifestResourceStream("data/ip-ranges.json.gz")!;
        using var json = new GZipStream(compressed, CompressionMode.Decompress);
        using var file = JsonDocument.Parse(json);
        return Ranges(file.RootElement);
    }

    /// <summary>Reads a copy of the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The file is not an <c>ip-ranges.json</c>.</exception>
    public static AddressMarks Read(string path)
    {
        if (!File.Exists(path))
            throw new IOException($"{path}: file not found. --ip-ranges takes a copy of AWS's ip-ranges.json.");
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            var ranges = Ranges(file.RootElement);
            return ranges.Count > 0
                ? AddressMarks.With(ranges)
                : throw new FormatException($"{path}: no address ranges in 'prefixes' or 'ipv6_prefixes'. --ip-ranges takes a copy of "
                + $"AWS's ip-ranges.json.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{path}: not AWS's ip-ranges.json: {exception.Message}", exception);
        }
    }

    static List<(IPNetwork Network, AddressMark Mark)> Ranges(JsonElement root) =>
        [.. Ranges(root, "prefixes", "ip_prefix"), .. Ranges(root, "ipv6_prefixes", "ipv6_prefix")];

    static IEnumerable<(IPNetwork Network, AddressMark Mark)> Ranges(JsonElement root, string list, string prefix)
    {
        if (!root.TryGetProperty(list, out var ranges))
            yield break;
        foreach (var same in ranges.EnumerateArray().GroupBy(range => range.GetProperty(prefix).GetString()!))
        {
            var services = same.Select(range => range.GetProperty("service").GetString()).Distinct().ToList();
            if (services.Count > 1)
                services.Remove(AnyService);
            var network = IPNetwork.TryParse(same.Key, out var parsed) ? parsed
                : throw new JsonException($"'{same.Key}' is not an address range.");
            yield return (network, AddressMark.Of("aws",
                $"{string.Join(", ", services)} in {same.First().GetProperty("region").GetString()}"));
        }
    }
}
