using System.Globalization;

namespace Web;

/// <summary>The names of well-known ports, by <c>Data/services.txt</c>.</summary>
static class ServiceNames
{
    static readonly Dictionary<int, string> Names =
        ShippedTable.Read("services.txt", 2).ToDictionary(row => int.Parse(row[0], CultureInfo.InvariantCulture), row => row[1]);

    /// <summary>Null where the port has none, or the text is no port.</summary>
    public static string? Of(string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Names.GetValueOrDefault(number) : null;
}
