using System.Net;
using System.Text.Json;

namespace Web;

/// <summary>AWS's own list of its public ranges, <c>ip-ranges.json</c>, which the user has fetched ("AWS IP address ranges", Amazon VPC User Guide).</summary>
static class IpRangesFile
{
    // Every range is one of these as well.
    const string AnyService = "AMAZON";

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It is no such file.</exception>
    public static AddressMarks Read(string path)
    {
        if (!File.Exists(path))
            throw new IOException($"{path}: there is no such file; --ip-ranges names a copy of AWS's ip-ranges.json.");
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            var ranges = Ranges(file.RootElement, "prefixes", "ip_prefix").Concat(Ranges(file.RootElement, "ipv6_prefixes", "ipv6_prefix")).ToList();
            return ranges.Count > 0 ? AddressMarks.With(ranges) : throw new FormatException($"{path}: it has no range of AWS in 'prefixes' or 'ipv6_prefixes'.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{path}: it is not AWS's ip-ranges.json: {exception.Message}", exception);
        }
    }

    static IEnumerable<(IPNetwork Network, AddressMark Mark)> Ranges(JsonElement root, string list, string prefix)
    {
        if (!root.TryGetProperty(list, out var ranges))
            yield break;
        foreach (var same in ranges.EnumerateArray().GroupBy(range => range.GetProperty(prefix).GetString()!))
        {
            var services = same.Select(range => range.GetProperty("service").GetString()).Distinct().ToList();
            if (services.Count > 1)
                services.Remove(AnyService);
            var network = IPNetwork.TryParse(same.Key, out var parsed) ? parsed : throw new JsonException($"'{same.Key}' is no range of addresses.");
            yield return (network, AddressMark.Of("aws", $"{string.Join(", ", services)} in {same.First().GetProperty("region").GetString()}"));
        }
    }
}
