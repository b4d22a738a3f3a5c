using System.Net;
using Web.Filters;

namespace Web;

/// <param name="Kind"><c>private</c>, <c>aws</c> or <c>public</c>.</param>
/// <param name="Label">The word to show: the kind, or <c>special use</c> for ranges that are private only because the internet does not
/// route them.</param>
/// <param name="Note">The range that holds the address.</param>
sealed record AddressMark(string Kind, string Label, string Note)
{
    public static AddressMark Of(string word, string note) => word switch
    {
        "special" => new("private", "special use", note),
        "aws" => new("aws", "AWS", note),
        _ => new(word, word, note),
    };
}

/// <summary>
/// Says who owns an address: by the registries of special addresses in <c>Data/addresses.txt</c> and AWS's ranges, from
/// <c>Data/aws-ranges.txt</c> or from the user's copy of AWS's list. The smallest range that holds an address counts.
/// </summary>
sealed class AddressMarks
{
    const string PublicWord = "public";

    static readonly string[] Kinds = ["private", "aws", PublicWord];

    static readonly AddressMark Public = AddressMark.Of(PublicWord, "In no range that is known to be private or AWS's");

    readonly PrefixTable<AddressMark> _ranges;
    readonly Dictionary<string, Lazy<IReadOnlyList<IPNetwork>>> _byKind;

    AddressMarks(IEnumerable<(IPNetwork Network, AddressMark Mark)> ranges)
    {
        _ranges = new PrefixTable<AddressMark>(ranges);
        _byKind = Kinds.ToDictionary(kind => kind,
            kind => new Lazy<IReadOnlyList<IPNetwork>>(() =>
            kind == PublicWord ? _ranges.Disjoint(mark => mark is not null and not { Kind: PublicWord })
                : _ranges.Disjoint(mark => mark?.Kind == kind)));
    }

    /// <summary>Knows only the ranges that ship with the program.</summary>
    public static AddressMarks Shipped { get; } = new([.. Read("addresses.txt"), .. IpRangesFile.ReadShipped()]);

    /// <summary>Knows the special ranges and AWS's own list.</summary>
    /// <param name="ranges">The public ranges, as <see cref="IpRangesFile"/> reads them.</param>
    public static AddressMarks With(IEnumerable<(IPNetwork Network, AddressMark Mark)> ranges) =>
        new([.. Read("addresses.txt"), .. ranges]);

    /// <summary>The words for sets of addresses in a filter.</summary>
    public static IReadOnlyList<string> Words => Kinds;

    /// <summary>Returns null if the text is not an address.</summary>
    public AddressMark? Of(string text) =>
        NetworkText.TryParseAddress(text, out var address) ? _ranges.Of(address) ?? Public : null;

    /// <summary>
    /// Returns the networks of a word of <see cref="Words"/>, disjoint. For <c>public</c> they are those of all other addresses: public is
    /// what no range holds. Null for any other text.
    /// </summary>
    public IReadOnlyList<IPNetwork>? NetworksOf(string word) => _byKind.GetValueOrDefault(word.ToLowerInvariant())?.Value;

    static IEnumerable<(IPNetwork Network, AddressMark Mark)> Read(string table) =>
        ShippedTable.Read(table, 3).Select(row => (IPNetwork.Parse(row[0]), AddressMark.Of(row[1], row[2])));
}
