using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using Web.Filters;

namespace Web;

/// <summary>The user's name of a network or an interface.</summary>
/// <param name="Text">The name.</param>
/// <param name="Role">The role, or null.</param>
sealed record GivenName(string Text, string? Role);

/// <summary>
/// The user's names: a CSV file with a line for each network or interface, <c>10.0.1.0/24,web-servers,frontend</c>. The smallest network
/// that holds an address gives the address its name.
/// </summary>
sealed partial class NameList
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "names.csv";

    const int LongestText = 100;
    const string Expected = "Write NETWORK,NAME or NETWORK,NAME,ROLE, such as 10.0.1.0/24,web-servers,frontend; NETWORK is a CIDR block, an "
        + "address or an interface (eni-...).";

    readonly PrefixTable<GivenName> _networks;
    readonly Dictionary<string, GivenName> _interfaces;
    readonly ConcurrentDictionary<string, IReadOnlyList<IPNetwork>> _found = new(StringComparer.OrdinalIgnoreCase);

    NameList(IEnumerable<(IPNetwork Network, GivenName Name)> networks, IEnumerable<(string Interface, GivenName Name)> interfaces)
    {
        var named = networks.ToList();
        _networks = new PrefixTable<GivenName>(named);
        _interfaces = interfaces.ToDictionary(one => one.Interface, one => one.Name, StringComparer.Ordinal);
        OfNetworks = [.. named.Select(one => one.Name.Text).Distinct(StringComparer.OrdinalIgnoreCase)];
        OfInterfaces = [.. _interfaces.Values.Select(one => one.Text).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Has no names.</summary>
    public static NameList None { get; } = new([], []);

    /// <summary>The names of networks, in the order of the file.</summary>
    public IReadOnlyList<string> OfNetworks { get; }

    /// <summary>The names of interfaces, in the order of the file.</summary>
    public IReadOnlyList<string> OfInterfaces { get; }

    /// <summary>All networks that have a name.</summary>
    public IReadOnlyList<IPNetwork> Networks => _networks.Networks;

    /// <summary>Reads the file <c>names.csv</c> of a data folder. Without the file, the list is empty.</summary>
    /// <exception cref="FormatException">A line is invalid; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NameList InFolder(string folder) =>
        Path.Combine(folder, FileName) is var file && File.Exists(file) ? Read(file) : None;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">A line is invalid; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NameList Read(string file)
    {
        if (!File.Exists(file))
            throw new IOException($"{file}: file not found. --names takes a CSV file. {Expected}");
        return Parse(File.ReadAllText(file), file);
    }

    /// <summary>Returns the name of an address or a CIDR block; null if the text is neither, or has no name.</summary>
    public GivenName? OfAddress(string text) =>
        NetworkText.TryParseAddress(text, out var address) ? _networks.Of(address)
        : NetworkText.TryParse(text, out var network) ? _networks.Of(network.BaseAddress, network.PrefixLength)
        : null;

    /// <summary>Returns the name of an interface, or null.</summary>
    public GivenName? OfInterface(string id) => _interfaces.GetValueOrDefault(id);

    /// <summary>
    /// Returns the networks of a name, or null. They hold exactly the addresses that have this name: smaller networks with other names are
    /// left out.
    /// </summary>
    public IReadOnlyList<IPNetwork>? NetworksOf(string name) => !OfNetworks.Contains(name, StringComparer.OrdinalIgnoreCase) ? null
        : _found.GetOrAdd(name, wanted => _networks.Disjoint(given => IsCalled(given, wanted)));

    /// <summary>Returns the interfaces of a name; empty if it is unknown.</summary>
    public IReadOnlyList<string> InterfacesOf(string name) =>
        [.. _interfaces.Where(one => IsCalled(one.Value, name)).Select(one => one.Key)];

    static bool IsCalled(GivenName? given, string name) => name.Equals(given?.Text, StringComparison.OrdinalIgnoreCase);

    static NameList Parse(string text, string file)
    {
        var networks = new List<(IPNetwork Network, GivenName)>();
        var interfaces = new List<(string Interface, GivenName)>();
        var lines = new Dictionary<string, int>();
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            AllowComments = true,
            // A spreadsheet writes semicolons if the comma is the decimal mark.
            Delimiter = text.Split('\n', 2)[0] is var first && first.Contains(';', StringComparison.Ordinal)
                && !first.Contains(',', StringComparison.Ordinal) ? ";" : ",",
            TrimOptions = TrimOptions.Trim,
            BadDataFound = found => throw new FormatException($"{Place(found.Context.Parser!)}: A quote is not closed or not at the start of a "
                + $"value. {Expected}"),
        });
        for (var isFirst = true; parser.Read(); isFirst = false)
        {
            var place = Place(parser);
            string[] values = [.. parser.Record!.Reverse().SkipWhile(value => value.Length == 0).Reverse()];
            if (values.Length == 0 || (isFirst && IsHeader(values)))
                continue;
            if (values is not [var what, { Length: > 0 } name, .. [] or [_]])
                throw new FormatException($"{place}: The line has {Count(values)}. {Expected}");
            var given = new GivenName(Checked(name, "name", place),
                values is [_, _, { Length: > 0 } role] ? Checked(role, "role", place) : null);
            if (Problem(given.Text) is { } problem)
                throw new FormatException($"{place}: The name '{FilterText.Short(given.Text)}' {problem}. Use another name.");
            var key = what;
            if (Interface.IsMatch(what))
                interfaces.Add((what, given));
            else if (ReadNetwork(what) is { } network)
            {
                networks.Add((network, given));
                key = network.ToString();
            }
            else
            {
                throw new FormatException($"{place}: '{FilterText.Short(what)}' is not a CIDR block, an address or an interface. {Expected}");
            }

            if (!lines.TryAdd(key, parser.RawRow))
                throw new FormatException($"{place}: {key} has a name on line {lines[key]} already. Remove one of the two lines.");
        }

        return new NameList(networks, interfaces);

        string Place(IParser at) => $"{file}:{at.RawRow}";
    }

    // The first line is a header if it names no network and its second column is called "name".
    static bool IsHeader(string[] values) =>
        values is [var what, var name, ..] && name.Equals("name", StringComparison.OrdinalIgnoreCase)
        && !Interface.IsMatch(what) && ReadNetwork(what) is null;

    static string Count(string[] values) =>
        values.Length == 1 ? "no name" : values.Length == 2 || values[1].Length == 0 ? "an empty name" : $"{values.Length} values";

    static string Checked(string text, string kind, string place) => text.Length <= LongestText ? text
        : throw new FormatException($"{place}: The {kind} has {text.Length} characters. Use at most {LongestText}.");

    // In a filter, a name must not mean anything else.
    static string? Problem(string name) =>
        AddressMarks.Words.Append("none").Contains(name, StringComparer.OrdinalIgnoreCase) ? "has another meaning in filters"
        : ReadNetwork(name) is not null || Interface.IsMatch(name) ? "is an address, a network or an interface"
        : null;

    static IPNetwork? ReadNetwork(string text) =>
        NetworkText.TryParse(text, out var network) ? network
        : NetworkText.TryParseAddress(text, out var address) ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
        : null;

    [GeneratedRegex("^eni-[0-9a-zA-Z]+$")]
    private static partial Regex Interface { get; }
}
