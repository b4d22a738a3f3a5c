using System.Globalization;
using MaxMind.Db;
using Web.Filters;

namespace Web;

/// <summary>The country of an address and who operates its network (its autonomous system).</summary>
/// <param name="Label">In short, such as <c>DE AS13335</c>.</param>
/// <param name="Note">In full, such as <c>Germany, AS13335 Cloudflare</c>.</param>
sealed record GeoPlace(string Label, string Note);

/// <summary>
/// Countries and autonomous systems of public addresses, from databases of MaxMind that the user has. Source: "GeoIP2 and GeoLite2
/// databases", MaxMind developer portal.
/// </summary>
sealed class GeoDatabases : IDisposable
{
    readonly List<(string File, Reader Reader)> _readers = [];

    /// <summary>Opens the files. An earlier file counts if several know an address.</summary>
    /// <exception cref="IOException">A file does not exist or cannot be read.</exception>
    /// <exception cref="FormatException">A file is not a database.</exception>
    public GeoDatabases(IEnumerable<string> files)
    {
        try
        {
            foreach (var file in files)
                _readers.Add((file, Open(file)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Returns what the databases know of an address, or null.</summary>
    /// <exception cref="FormatException">A file is damaged.</exception>
    public GeoPlace? Of(string text)
    {
        if (_readers.Count == 0 || !NetworkText.TryParseAddress(text, out var address))
            return null;
        var found = _readers.Select(one => Check(one.File, () => one.Reader.Find<Dictionary<string, object>>(address)))
            .OfType<Dictionary<string, object>>().ToList();
        var country = found.Select(data => Map(data, "country") ?? Map(data, "registered_country")).FirstOrDefault(map => map is not null);
        var code = Text(country, "iso_code");
        var name = Text(Map(country, "names"), "en") ?? code;
        var system = found.Find(data => data.ContainsKey("autonomous_system_number"));
        var number = system is null ? null : $"AS{Convert.ToString(system["autonomous_system_number"], CultureInfo.InvariantCulture)}";
        return code is null && number is null ? null
            : new GeoPlace(Join(" ", code, number), Join(", ", name, number is null ? null
                : Join(" ", number, Text(system, "autonomous_system_organization"))));
    }

    public void Dispose() => _readers.ForEach(one => one.Reader.Dispose());

    static Reader Open(string file) => File.Exists(file)
        ? Check(file, () => new Reader(file))
        : throw new IOException($"{file}: file not found. --geoip takes a MaxMind database (.mmdb) of countries or autonomous systems.");

    static T Check<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDatabaseException or DeserializationException or ArgumentException
            or OverflowException or InvalidOperationException)
        {
            throw new FormatException($"{file}: not a MaxMind database, or damaged. --geoip takes a database (.mmdb) of countries or "
                + "autonomous systems.", exception);
        }
    }

    static Dictionary<string, object>? Map(Dictionary<string, object>? data, string key) =>
        data?.GetValueOrDefault(key) as Dictionary<string, object>;

    static string? Text(Dictionary<string, object>? data, string key) => data?.GetValueOrDefault(key) as string;

    static string Join(string separator, params IEnumerable<string?> parts) => string.Join(separator, parts.OfType<string>());
}
