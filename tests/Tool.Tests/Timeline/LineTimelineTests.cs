using System.Text;
using CsCheck;
using Tool.Timeline;

namespace Tool.Tests.Timeline;

/// <summary>Sorts lines by time.</summary>
public sealed class LineTimelineTests
{
    const int Slot = 60;

    /// <summary>
    /// Few interfaces, times and texts, so that there are duplicates and ties of every kind. A line may have no end or no interface.
    /// </summary>
    static readonly Gen<Entry> Entries = Gen.Select(
        Gen.Int[0, 3], Gen.Int[-1, 200], Gen.Int[0, 5],
        (eni, end, text) => new Entry(eni == 0 ? "" : $"eni-{eni}", end < 0 ? null : end, $"{text}{new string('x', text * 7)}"));

    [Fact]
    public void The_result_depends_neither_on_order_nor_on_spilling_to_disk() =>
        Gen.Select(Entries.Array[0, 60], Gen.Int, Gen.Int[64, 600]).Sample((entries, seed, chunk) =>
        {
            var shuffled = entries.ToArray();
            new Random(seed).Shuffle(shuffled);

            Assert.Equal(Read(entries, 1 << 20), Read(shuffled, chunk));
        });

    [Fact]
    public void Every_line_is_returned_once_in_order_of_slot_and_interface() =>
        Gen.Select(Entries.Array[1, 60], Gen.Int[64, 600]).Sample((entries, chunk) =>
        {
            var lines = Read(entries, chunk);

            Assert.Equal(entries.Select(entry => entry.Line).Order(), lines.Select(line => line.Text).Order());
            Assert.Equal(lines.Select(line => line.Slot).Order(), lines.Select(line => line.Slot));
            Assert.All(lines, line => Assert.Equal(line.End / Slot * Slot, line.Slot));
            foreach (var slot in lines.GroupBy(line => line.Slot))
            {
                var runs = slot.Select(line => line.Interface).Where((eni, i) => i == 0 || eni != slot.ElementAt(i - 1).Interface).ToList();
                // A line without an end belongs to the newest slot, after the lines with an end.
                Assert.True(runs.Count <= runs.Distinct().Count() * 2);
            }
        });

    [Fact]
    public void A_line_without_an_end_belongs_to_the_newest_slot()
    {
        var lines = Read([new("eni-1", null, "a"), new("eni-1", 130, "b"), new("eni-1", 70, "c")], 1 << 20);

        Assert.Equal([("eni-1 c", 70), ("eni-1 b", 130), ("eni-1 a", 130L)], lines.Select(line => (line.Text, line.End)));
    }

    [Fact]
    public void If_no_line_has_an_end_the_time_is_now() =>
        Assert.Equal(Now, Assert.Single(Read([new("", null, "a")], 1 << 20)).End);

    [Fact]
    public void Memory_stays_flat_even_for_lines_of_one_byte()
    {
        var folder = Directory.CreateTempSubdirectory("timeline-");
        try
        {
            const int chunk = 1 << 16;
            var timeline = new LineTimeline(folder.FullName, Slot, chunk);
            for (var i = 0; i < chunk; i++)
                timeline.Add("x"u8, 1, 0, 0);

            // Each line's key takes 40 bytes, so a chunk is larger than its text alone.
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
