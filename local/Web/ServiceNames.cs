using System.Globalization;

namespace Web;

/// <summary>Knows the names of well-known ports, from <c>Data/services.txt</c>.</summary>
static class ServiceNames
{
    static readonly Dictionary<int, string> Names =
        ShippedTable.Read("services.txt", 2).ToDictionary(row => int.Parse(row[0], CultureInfo.InvariantCulture), row => row[1]);

    static readonly ILookup<string, int> Ports = Names.ToLookup(name => name.Value, name => name.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>All names, in the order of their ports.</summary>
    public static IEnumerable<string> All => Names.OrderBy(name => name.Key).Select(name => name.Value).Distinct();

    /// <summary>Returns the ports of a name, in order.</summary>
    public static IReadOnlyList<int> PortsOf(string name) => [.. Ports[name].Order()];

    /// <summary>Returns null if the port has no name, or the text is not a port.</summary>
    public static string? Of(string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Names.GetValueOrDefault(number) : null;
}
