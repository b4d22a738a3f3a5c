using System.Text;
using CsCheck;
using Tool.Timeline;

namespace Tool.Tests.Timeline;

/// <summary>Lines in any order, out in the order of time.</summary>
public sealed class LineTimelineTests
{
    const int Slot = 60;

    /// <summary>
    /// Few interfaces, times and texts, so that there are duplicates and ties of every kind; a line may have no end, or no interface.
    /// </summary>
    static readonly Gen<Entry> Entries = Gen.Select(
        Gen.Int[0, 3], Gen.Int[-1, 200], Gen.Int[0, 5],
        (eni, end, text) => new Entry(eni == 0 ? "" : $"eni-{eni}", end < 0 ? null : end, $"{text}{new string('x', text * 7)}"));

    [Fact]
    public void What_comes_out_depends_on_the_lines_alone_and_not_on_their_order_or_on_what_had_to_go_to_disk() =>
        Gen.Select(Entries.Array[0, 60], Gen.Int, Gen.Int[64, 600]).Sample((entries, seed, chunk) =>
        {
            var shuffled = entries.ToArray();
            new Random(seed).Shuffle(shuffled);

            Assert.Equal(Read(entries, 1 << 20), Read(shuffled, chunk));
        });

    [Fact]
    public void Every_line_comes_out_once_in_its_slot_and_slots_and_their_interfaces_come_in_order() =>
        Gen.Select(Entries.Array[1, 60], Gen.Int[64, 600]).Sample((entries, chunk) =>
        {
            var lines = Read(entries, chunk);

            Assert.Equal(entries.Select(entry => entry.Line).Order(), lines.Select(line => line.Text).Order());
            Assert.Equal(lines.Select(line => line.Slot).Order(), lines.Select(line => line.Slot));
            Assert.All(lines, line => Assert.Equal(line.End / Slot * Slot, line.Slot));
            foreach (var slot in lines.GroupBy(line => line.Slot))
            {
                var runs = slot.Select(line => line.Interface).Where((eni, i) => i == 0 || eni != slot.ElementAt(i - 1).Interface).ToList();
                // A line without an end is of the newest slot, behind those that have one.
                Assert.True(runs.Count <= runs.Distinct().Count() * 2);
            }
        });

    [Fact]
    public void A_line_without_an_end_is_as_new_as_the_newest()
    {
        var lines = Read([new("eni-1", null, "a"), new("eni-1", 130, "b"), new("eni-1", 70, "c")], 1 << 20);

        Assert.Equal([("eni-1 c", 70), ("eni-1 b", 130), ("eni-1 a", 130L)], lines.Select(line => (line.Text, line.End)));
    }

    [Fact]
    public void Where_no_line_has_an_end_they_are_of_now() =>
        Assert.Equal(Now, Assert.Single(Read([new("", null, "a")], 1 << 20)).End);

    [Fact]
    public void Memory_stays_flat_for_lines_of_a_byte_too()
    {
        var folder = Directory.CreateTempSubdirectory("timeline-");
        try
        {
            const int chunk = 1 << 16;
            var timeline = new LineTimeline(folder.FullName, Slot, chunk);
            for (var i = 0; i < chunk; i++)
                timeline.Add("x"u8, 1, 0, 0);

            // Each line's key takes 40 bytes, so a chunk is not what its text alone would fill.
            Assert.InRange(folder.EnumerateFiles().Count(), 40, 80);
            Assert.Equal(chunk, timeline.Read(Now).Count());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    const long Now = 1_000_000;

    static List<(long Slot, long End, string Interface, string Text)> Read(IEnumerable<Entry> entries, int chunk)
    {
        var folder = Directory.CreateTempSubdirectory("timeline-");
        try
        {
            var timeline = new LineTimeline(folder.FullName, Slot, chunk);
            foreach (var entry in entries)
                timeline.Add(Encoding.UTF8.GetBytes(entry.Line), entry.End, 0, entry.Eni.Length);
            var lines = timeline.Read(Now)
                .Select(line => (line.Slot, line.End, Encoding.UTF8.GetString(line.Interface), Encoding.UTF8.GetString(line.Text.Span)))
                .ToList();
            Assert.Empty(folder.EnumerateFiles());
            return lines;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    sealed record Entry(string Eni, int? End, string Text)
    {
        public string Line => $"{Eni} {Text}";
    }
}
