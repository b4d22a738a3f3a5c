using Web.Findings;

namespace Tool.Tests.Findings;

public sealed class MutedFindingsTests
{
    static readonly DateOnly Today = new(2026, 11, 25);

    [Theory]
    [InlineData("beaconing 198.51.100.7 always Update server", "Update server")]
    [InlineData("beaconing 10.0.0.0/8 2026-11-25 Until tonight", "Until tonight")]
    [InlineData("beaconing 10.0.0.0/8 2026-11-24 Until yesterday", null)]
    [InlineData("* eni-1 always Test host", "Test host")]
    [InlineData("* * always All", "All")]
    [InlineData("outside-dns 198.51.100.7 always Another finding", null)]
    [InlineData("beaconing 198.51.100.8 always Another address", null)]
    [InlineData("beaconing 2001:db8::/32 always IPv6", null)]
    [InlineData("# beaconing * always Comment", null)]
    [InlineData("", null)]
    public void A_line_mutes_its_findings_until_its_last_day(string line, string? reason) =>
        Assert.Equal(reason, Read(line).ReasonFor(Row("beaconing", "10.0.2.120", "198.51.100.7", "eni-1"), Today));

    [Theory]
    [InlineData("beaconing 198.51.100.7",
        ":2: a line needs a finding, an address or interface, a last day and a reason. Example: beaconing 198.51.100.7 2027-06-30 Update "
        + "server.")]
    [InlineData("beacon 198.51.100.7 always X", ":2: unknown finding 'beacon'. Use * or one of ")]
    [InlineData("beaconing host always X", ":2: 'host' is neither an address, a CIDR range, an interface (eni-...) nor *.")]
    [InlineData("beaconing 198.51.100.7 soon X", ":2: invalid day 'soon'. Use a day such as 2027-06-30, or always.")]
    public void An_invalid_line_is_an_error_that_names_it(string line, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Read($"# comment\n{line}")).Message, StringComparison.Ordinal);

    static MutedFindings Read(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return MutedFindings.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    static FindingRow Row(string name, string source, string destination, string eni) => new(
        Finding.All.Single(finding => finding.Name == name), source, destination, "443", eni, DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch, 1, []);
}
