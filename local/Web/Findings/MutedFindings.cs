using System.Globalization;
using System.Net;

namespace Web.Findings;

/// <summary>
/// The findings that nobody wants to see again: a text file with a line for each. A line has the finding's name or <c>*</c>, an address, a
/// CIDR range, an interface or <c>*</c>, the last day (<c>2027-06-30</c> or <c>always</c>), and the reason. <c>#</c> begins a comment.
/// </summary>
public sealed class MutedFindings
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "muted-findings.txt";

    const string Any = "*";
    const string Always = "always";

    readonly IReadOnlyList<Mute> _mutes;

    MutedFindings(IReadOnlyList<Mute> mutes) => _mutes = mutes;

    /// <summary>Mutes nothing.</summary>
    public static MutedFindings None { get; } = new([]);

    /// <exception cref="FormatException">A line is invalid; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MutedFindings Read(string file) =>
        new([.. File.ReadLines(file).Index().Select(line => Parse(line.Item, $"{file}:{line.Index + 1}")).OfType<Mute>()]);

    /// <summary>Reads the file of a data folder; if it does not exist, nothing is muted.</summary>
    /// <exception cref="FormatException">A line is invalid; the message names it.</exception>
    public static MutedFindings InFolder(string dataFolder) =>
        Path.Combine(dataFolder, FileName) is var file && File.Exists(file) ? Read(file) : None;

    /// <summary>Returns the reason why a row is muted on a day, or null.</summary>
    public string? ReasonFor(FindingRow row, DateOnly today) => _mutes.FirstOrDefault(mute => mute.Matches(row, today))?.Reason;

    static Mute? Parse(string line, string place)
    {
        if (line.AsSpan().Trim() is [] or ['#', ..])
            return null;
        if (line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var name, var what,
            var until, var reason])
            throw new FormatException($"{place}: a line needs a finding, an address or interface, a last day and a reason. Example: "
                + $"beaconing 198.51.100.7 2027-06-30 Update server.");
        if (name != Any && Finding.All.All(finding => finding.Name != name))
            throw new FormatException($"{place}: unknown finding '{name}'. Use * or one of "
                + $"{string.Join(", ", Finding.All.Select(finding => finding.Name))}.");
        if (!TryParseDay(until, out var last))
            throw new FormatException($"{place}: invalid day '{until}'. Use a day such as 2027-06-30, or {Always}.");
        return new Mute(name, what, NetworkOf(what, place), last, reason);
    }

    static bool TryParseDay(string text, out DateOnly day)
    {
        day = DateOnly.MaxValue;
        return text == Always || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    static IPNetwork? NetworkOf(string what, string place)
    {
        if (what == Any || what.StartsWith("eni-", StringComparison.Ordinal))
            return null;
        if (IPNetwork.TryParse(what, out var network))
            return network;
        return IPAddress.TryParse(what, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new FormatException($"{place}: '{what}' is neither an address, a CIDR range, an interface (eni-...) nor *.");
    }

    sealed record Mute(string Name, string What, IPNetwork? Network, DateOnly Last, string Reason)
    {
        public bool Matches(FindingRow row, DateOnly today) =>
            today <= Last && (Name == Any || Name == row.Finding.Name)
            && (What == Any || What == row.Interface || Contains(row.Source) || Contains(row.Destination));

        bool Contains(string? text) =>
            Network is { } network && text is not null && IPAddress.TryParse(text, out var address) && network.Contains(address);
    }
}
