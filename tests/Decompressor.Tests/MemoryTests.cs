using System.IO.Compression;
using System.Text;

namespace Decompressor.Tests;

/// <summary>The function stays within the minimum memory that the template allows, whatever the records contain.</summary>
public sealed class MemoryTests
{
    const long LeastMemory = (long)Invoked.LeastMemory << 20;

    static byte[] Repeated(string before, string part, int times, string after)
    {
        using var data = new MemoryStream();
        using (var gzip = new GZipStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(before));
            var parts = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 1_000)));
            for (var i = 0; i < times / 1_000; i++)
                gzip.Write(parts);
            gzip.Write(Encoding.UTF8.GetBytes(after));
        }
        return data.ToArray();
    }

    [Fact]
    public async Task A_megabyte_that_inflates_to_a_gigabyte_needs_bounded_memory()
    {
        await using var function = await Invoked.StartAsync();
        var bomb = Repeated("", new string(' ', 1_024), 1 << 20, "");
        Assert.InRange(bomb.Length, 500_000, 1_500_000);

        for (var round = 0; round < 2; round++)
        {
            var answers = await function.InvokeAsync(Sent.Of("a", bomb), Sent.Of("b", bomb), Sent.Of("c", LogEvents.Record([1])));

            Assert.Equal(["ProcessingFailed", "ProcessingFailed", "Ok"], answers.Select(answer => answer.Result));
        }
        AssertBounded(function);
    }

    [Theory]
    [InlineData("1,", 8_000_000, "1")]
    [InlineData("{},", 4_000_000, "{}")]
    public async Task Millions_of_tiny_events_are_divided_and_their_neighbours_answered(string part, int times, string last)
    {
        await using var function = await Invoked.StartAsync();
        var tiny = Repeated("""{"messageType":"DATA_MESSAGE","logEvents":[""", part, times, last + "]}");
        Assert.InRange(tiny.Length, 0, 300_000);

        var answers = await function.InvokeAsync(Sent.Of("a", LogEvents.Record([1])), Sent.Of("b", tiny),
            Sent.Of("c", LogEvents.Record([2])));

        Assert.Equal(["Ok", "Dropped", "Ok"], answers.Select(answer => answer.Result));
        Assert.Equal(2, function.Firehose.Taken.Count);
        AssertBounded(function);
    }

    [Fact]
    public async Task A_record_that_does_not_fit_in_memory_fails_alone()
    {
        await using var function = await Invoked.StartAsync(300, ("MAX_INFLATED_BYTES", $"{1 << 30}"));
        var huge = Repeated("""{"messageType":"DATA_MESSAGE","logEvents":[""", new string(' ', 1_000), 700_000, "]}");

        for (var round = 0; round < 2; round++)
        {
            var answers = await function.InvokeAsync(
                Sent.Of("a", LogEvents.Record([1])), Sent.Of("b", huge), Sent.Of("c", LogEvents.Record(Enumerable.Range(0, 12_000))));

            Assert.Equal(["Ok", "ProcessingFailed", "Ok"], answers.Select(answer => answer.Result));
        }
        AssertBounded(function);
        await function.DisposeAsync();
        Assert.Contains(function.Log, line =>
            line.Contains("The function does not have enough memory to read the record.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"text\":\"", "\\\"a", "\"}")]
    [InlineData("{\"message\":\"", "abc", "\"}")]
    [InlineData("{\"message\":\"", "\\ud800", "\"}")]
    [InlineData("{\"\\u006d", "abc", "\":1}")]
    [InlineData("{\"message\":\"x\",\"extractedFields\":{\"version\":\"", "abc", "\"}}")]
    [InlineData("{\"message\":\"x\",\"deep\":", "[[[", "")]
    [InlineData("[", "{},", "{}]")]
    public async Task One_event_of_30_MB_needs_bounded_memory(string before, string part, string after)
    {
        await using var function = await Invoked.StartAsync();
        var large = Repeated("""{"messageType":"DATA_MESSAGE","logEvents":[""" + before, part, 10_000_000, after + "]}");

        await function.InvokeAsync(Sent.Of("a", large), Sent.Of("b", LogEvents.Record([1])));

        AssertBounded(function);
    }

    [Fact]
    public async Task A_hundred_thousand_members_need_bounded_memory_and_time()
    {
        await using var function = await Invoked.StartAsync();
        byte[] data = [.. Enumerable.Repeat(Gzipped.Of(" "), 100_000).SelectMany(member => member), .. LogEvents.Record([1])];

        var answers = await function.InvokeAsync(Sent.Of("a", data));

        Assert.Equal([1], LogEvents.InLines(answers[0].Bytes));
        AssertBounded(function);
    }

    [Fact]
    public async Task A_record_at_the_inflated_limit_beside_a_full_response_needs_bounded_memory()
    {
        await using var function = await Invoked.StartAsync();
        var large = LogEvents.Record(Enumerable.Range(0, 110_000), withFields: true, level: CompressionLevel.Optimal);
        var small = LogEvents.Record(Enumerable.Range(200_000, 12_000));

        for (var round = 0; round < 2; round++)
            await function.InvokeAsync(Sent.Of("a", small), Sent.Of("b", large), Sent.Of("c", small), Sent.Of("d", large));

        AssertBounded(function);
    }

    static void AssertBounded(Invoked function)
    {
        var peak = function.PeakMemory();
        Figures.Tell($"Decompressor: {peak >> 20} MiB at most: {TestContext.Current.TestMethod!.MethodName}");
        Assert.InRange(peak, 0, LeastMemory);
    }
}
