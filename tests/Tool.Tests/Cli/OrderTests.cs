using System.Text;

namespace Tool.Tests.Cli;

/// <summary>Stored rows do not depend on the order of lines or on the division into files.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Shuffled_lines_in_several_files_give_the_same_rows()
    {
        var lines = Line.Some(4_000, new DateTimeOffset(2026, 12, 31, 22, 30, 0, TimeSpan.Zero), TimeSpan.FromHours(3)).ToArray();
        lines = [.. lines, .. lines.Take(100)];

        using var sorted = new Sandbox();
        sorted.Write("flows.txt", lines.OrderBy(line => line.End).Select(line => line));
        var one = await sorted.RunAsync("run", "flows.txt");

        using var shuffled = new Sandbox();
        new Random(2).Shuffle(lines);
        shuffled.Write("a.txt", lines[..1_000]);
        shuffled.Write("b.txt.gz", Gzipped.Of(Line.Text(lines[1_000..1_001])));
        shuffled.Write("c.txt", lines[1_001..3_000]);
        var other = await shuffled.RunAsync(Encoding.UTF8.GetBytes(Line.Text(lines[3_000..])), new Dictionary<string, string>(), "run",
            "c.txt", "-", "b.txt.gz", "a.txt");

        Assert.Equal((0, 0), (one.ExitCode, other.ExitCode));
        var rows = (await sorted.RowsAsync()).Select(row => row.ToString()).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4_100, rows.Count);
        Assert.Equal(rows, (await shuffled.RowsAsync()).Select(row => row.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(100, rows.GroupBy(row => row).Count(group => group.Count() == 2));
        Assert.Equal(one.Count("Parquet files"), other.Count("Parquet files"));
    }
}
