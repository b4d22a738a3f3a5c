using Web;

namespace Tool.Cli;

/// <summary>What the user's names and databases say about addresses and interfaces.</summary>
/// <param name="names">The names of networks and interfaces.</param>
/// <param name="places">The countries and autonomous systems.</param>
sealed class AddressLabels(NameList names, GeoDatabases places)
{
    public bool HasNames => names.OfNetworks.Count + names.OfInterfaces.Count > 0;

    public string? NameOf(string value) => (names.OfAddress(value) ?? names.OfInterface(value))?.Text;

    public string? PlaceOf(string value) => places.Of(value)?.Label;

    /// <summary>Returns the labels of an address or an interface, with commas between them; null for any other value.</summary>
    public string? Of(string value) =>
        string.Join(", ", new[] { NameOf(value), PlaceOf(value) }.OfType<string>()) is { Length: > 0 } labels ? labels : null;

    /// <summary>Returns the value with its labels, as a table shows it.</summary>
    public string Beside(string value) => Of(value) is { } labels ? $"{value} {labels}" : value;
}
