using System.Globalization;
using System.Net;

namespace Web.Tests;

/// <summary>Compares the shipped tables with the registries' own files.</summary>
public sealed class RegistryTests
{
    static readonly string[] Multicast = ["224.0.0.0/4", "ff00::/8"];

    static IEnumerable<string[]> Addresses => ShippedTable.Read("addresses.txt", 3).Where(row => row[1] != "aws");

    [Fact]
    public void Special_addresses_are_those_of_the_registries()
    {
        var registered = Registry.Rows("iana-ipv4-special-registry-1.csv").Concat(Registry.Rows("iana-ipv6-special-registry-1.csv"))
            .SelectMany(row => row["Address Block"].Split(", "), (row, block) =>
            (Block: WithoutNote(block), IsReachable: row["Globally Reachable"] == "True"))
            .Order();

        Assert.Equal(registered, Addresses.Where(row => !Multicast.Contains(row[0]))
            .Select(row => (row[0], IsReachable: row[1] == "public")).Order());
    }

    [Fact]
    public void Special_addresses_name_the_RFC_of_the_registries()
    {
        var documents = Registry.Rows("iana-ipv4-special-registry-1.csv").Concat(Registry.Rows("iana-ipv6-special-registry-1.csv"))
            .SelectMany(row => row["Address Block"].Split(", "), (row, block) => (Block: WithoutNote(block), Documents: row["RFC"]))
            .ToDictionary(row => row.Block, row => row.Documents);

        foreach (var row in Addresses.Where(row => !Multicast.Contains(row[0])))
            Assert.Contains($"[{row[2].Split(", ")[^1].Replace(" ", "")}]", documents[row[0]]);
    }

    [Fact]
    public void Port_names_are_those_of_the_registry()
    {
        var names = Registry.Rows("service-names-port-numbers.csv")
            .SelectMany(row => Ports(row["Port Number"]), (row, port) => (port, Name: row["Service Name"]))
            .ToLookup(row => row.port, row => row.Name);
        var own = new[] { 5439, 8333, 9042, 25565, 27018, 27019, 51820 };

        foreach (var row in ShippedTable.Read("services.txt", 2))
        {
            var port = int.Parse(row[0], CultureInfo.InvariantCulture);
            if (own.Contains(port))
                Assert.Empty(names[port]);
            else
                Assert.Contains(row[1], names[port]);
        }
    }

    [Fact]
    public void Shipped_AWS_ranges_are_AWSs_file()
    {
        var ranges = IpRangesFile.ReadShipped();

        Assert.Equal(11_013, ranges.Count);
        Assert.Contains(ranges, range =>
            range.Network == IPNetwork.Parse("3.5.140.0/22") && range.Mark.Note == "S3, EC2 in ap-northeast-2");
    }

    static string WithoutNote(string block) => block.Split(' ')[0];

    static IEnumerable<int> Ports(string text)
    {
        var ends = text.Split('-').Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
