using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Tool.Traffic;
using Web;

namespace Tool.Tests.Traffic;

public sealed class TrafficGeneratorTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(5_000)]
    [InlineData(123_457)]
    public void The_requested_number_of_lines_is_written(long records)
    {
        var text = Generate(records);
        Assert.Equal(records, text.Count(c => c == '\n'));
        Assert.True(records == 0 || text.EndsWith('\n'));
    }

    [Fact]
    public void The_same_options_give_the_same_bytes_on_every_runtime()
    {
        var bytes = Encoding.UTF8.GetBytes(Generate(10_000));
        Assert.Equal("ad53aa5060ecb5fef11f92ffd3f0eac53585adfb3159d35d4e5403158721fba7", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public void Another_seed_gives_other_traffic() => Assert.NotEqual(Generate(100, seed: 1), Generate(100, seed: 2));

    [Fact]
    public void Every_line_is_a_flow_record_of_the_default_format()
    {
        foreach (var fields in Records(20_000))
        {
            Assert.Equal(14, fields.Length);
            Assert.Equal("2", fields[0]);
            Assert.Matches("^[0-9]{12}$", fields[1]);
            Assert.Matches("^eni-[0-9a-f]{17}$", fields[2]);
            Assert.True(long.Parse(fields[10], CultureInfo.InvariantCulture) <= long.Parse(fields[11], CultureInfo.InvariantCulture));
            if (fields[13] == "OK")
            {
                // Addresses have the form of RFC 5952, as .NET writes them.
                Assert.Equal(fields[3], IPAddress.Parse(fields[3]).ToString());
                Assert.Equal(fields[4], IPAddress.Parse(fields[4]).ToString());
                Assert.All(fields[5..10], number => Assert.True(ulong.Parse(number, CultureInfo.InvariantCulture) <= long.MaxValue));
                Assert.Contains(fields[12], new[] { "ACCEPT", "REJECT" });
            }
            else
            {
                Assert.Contains(fields[13], new[] { "NODATA", "SKIPDATA" });
                Assert.All(fields[3..10], field => Assert.Equal("-", field));
                Assert.Equal("-", fields[12]);
            }
        }
    }

    [Fact]
    public void Sixty_records_show_every_kind_of_traffic()
    {
        var records = Records(60).ToList();
        Assert.Superset(new HashSet<string> { "1", "6", "17", "58" }, records.Where(r => r[12] == "REJECT").Select(r => r[7]).ToHashSet());
        Assert.Superset(new HashSet<string> { "1", "6", "17", "58" }, records.Where(r => r[12] == "ACCEPT").Select(r => r[7]).ToHashSet());
        Assert.Contains(records, r => r[6] == "443");
        Assert.Contains(records, r => r[6] == "53");
        Assert.Contains(records, r => r[3].Contains(':', StringComparison.Ordinal));
        Assert.Contains(records, r => r[13] == "NODATA");
        Assert.Contains(records, r => r[13] == "SKIPDATA");
    }

    [Fact]
    public void Scanners_are_rejected_at_many_ports()
    {
        var ports = Records(20_000).Where(r => r[12] == "REJECT" && r[7] == "6").Select(r => r[6]).ToHashSet();
        Assert.Superset(new HashSet<string> { "22", "23", "3389" }, ports);
        Assert.True(ports.Count > 500);
        Assert.Superset(new HashSet<string> { "161", "1900" }, Records(20_000).Where(r => r[12] == "REJECT" && r[7] == "17")
            .Select(r => r[6]).ToHashSet());
    }

    [Fact]
    public void Only_rejected_strangers_have_documentation_addresses()
    {
        var outside = Records(50_000).Where(r => r[13] == "OK").SelectMany(r => new[] { r[3], r[4] }
            .Where(address => !address.StartsWith("10.0.", StringComparison.Ordinal)
                && !address.StartsWith("2001:db8:1234:", StringComparison.Ordinal))
            .Select(address => $"{AddressMarks.Shipped.Of(address)!.Label} {r[12]}")).CountBy(end => end).ToDictionary();

        Assert.Equal(["AWS ACCEPT", "public ACCEPT", "special use REJECT"], outside.Keys.Order(StringComparer.Ordinal));
        Assert.True(outside["AWS ACCEPT"] > 2000 && outside["public ACCEPT"] > 2000);
    }

    [Fact]
    public void Every_interface_with_traffic_has_a_name()
    {
        var names = Names();
        Assert.All(Records(5_000).Select(r => r[2]).Distinct(), id => Assert.NotNull(names.OfInterface(id)));
        Assert.Equal(["web", "Cloudflare", "GitHub"], new[] { "10.0.1.27", "162.158.9.9", "140.82.112.12" }
            .Select(address => names.OfAddress(address)?.Text));
    }

    [Fact]
    public void Records_are_sorted_by_end_and_every_hour_has_some()
    {
        var ends = Records(5_000, hours: 72).Select(r => long.Parse(r[11], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(ends.Order(), ends);
        Assert.True(ends[0] >= Start.ToUnixTimeSeconds());
        Assert.True(ends[^1] < Start.AddHours(72).ToUnixTimeSeconds());
        Assert.Equal(72, ends.Select(end => end / 3600).Distinct().Count());
    }

    [Fact]
    public void Nights_are_quieter_than_days()
    {
        var hours = Records(50_000).Select(r => DateTimeOffset.FromUnixTimeSeconds(long.Parse(r[11], CultureInfo.InvariantCulture)).Hour)
            .CountBy(hour => hour).ToDictionary();
        Assert.True(hours[3] * 4 < hours[14]);
    }

    [Fact]
    public void Records_cover_at_most_their_interfaces_aggregation_interval()
    {
        var longest = Records(50_000)
            .GroupBy(r => r[2], r => long.Parse(r[11], CultureInfo.InvariantCulture) - long.Parse(r[10], CultureInfo.InvariantCulture))
            .Select(durations => durations.Max())
            .ToList();
        Assert.InRange(longest.Count, 20, 40);
        Assert.All(longest, seconds => Assert.Contains(seconds, new long[] { 59, 599 }));
    }

    [Fact]
    public void Cancelling_stops_a_long_stream()
    {
        using var cancel = new CancellationTokenSource();
        using var output = new CancellingStream(cancel);
        Assert.Throws<OperationCanceledException>(() =>
            TrafficGenerator.Write(output, new TrafficOptions(long.MaxValue / 2, 1, Start, 24), cancel.Token));
    }

    [Theory]
    [InlineData(-1, 24)]
    [InlineData(1, 0)]
    public void Options_out_of_range_are_refused(long records, int hours) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            TrafficGenerator.Write(Stream.Null, new TrafficOptions(records, 1, Start, hours), CancellationToken.None));

    static NameList Names()
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, TrafficGenerator.Names);
        var names = NameList.Read(file);
        File.Delete(file);
        return names;
    }

    static IEnumerable<string[]> Records(long count, int hours = 24) =>
        Generate(count, hours: hours).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '));

    static string Generate(long records, ulong seed = 42, int hours = 24)
    {
        using var output = new MemoryStream();
        TrafficGenerator.Write(output, new TrafficOptions(records, seed, Start, hours), TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Cancels at the third write.</summary>
    sealed class CancellingStream(CancellationTokenSource cancel) : MemoryStream
    {
        int _writes;

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (++_writes == 3)
                cancel.Cancel();
        }
    }
}
