using System.IO.Compression;
using System.Text;

namespace Decompressor.Tests;

/// <summary>The most memory that the function's process ever has, against what is made to take memory.</summary>
public sealed class MemoryTests
{
    /// <summary>The template's least memory for the function, in bytes.</summary>
    const long LeastMemory = 512L << 20;

    /// <summary>What .NET takes for its heap of a container's memory, three quarters, in the hexadecimal that its setting has.</summary>
    static readonly (string Name, string Value) Heap = ("DOTNET_GCHeapHardLimit", $"{LeastMemory * 3 / 4:x}");

    static byte[] Repeated(string before, string part, int times, string behind)
    {
        using var data = new MemoryStream();
        using (var gzip = new GZipStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(before));
            var parts = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 1_000)));
            for (var i = 0; i < times / 1_000; i++)
                gzip.Write(parts);
            gzip.Write(Encoding.UTF8.GetBytes(behind));
        }
        return data.ToArray();
    }

    [Fact]
    public async Task A_megabyte_that_inflates_to_a_gigabyte_is_kept_in_bounded_memory()
    {
        await using var function = await Invoked.StartAsync(120, Heap);
        var bomb = Repeated("", new string(' ', 1_024), 1 << 20, "");
        Assert.InRange(bomb.Length, 500_000, 1_500_000);

        for (var round = 0; round < 3; round++)
        {
            var answers = await function.InvokeAsync(Sent.Of("a", bomb), Sent.Of("b", bomb), Sent.Of("c", LogEvents.Record([1])));

            Assert.Equal(["ProcessingFailed", "ProcessingFailed", "Ok"], answers.Select(answer => answer.Result));
        }
        AssertBounded(function);
    }

    [Fact]
    public async Task A_million_tiny_events_are_bounded_memory()
    {
        await using var function = await Invoked.StartAsync(120, Heap);
        var tiny = Repeated("""{"messageType":"DATA_MESSAGE","logEvents":[""", "{},", 1_000_000, "{}]}");

        var answers = await function.InvokeAsync(Sent.Of("a", tiny));

        Assert.Equal("Dropped", answers[0].Result);
        Assert.Equal(2, function.Firehose.Taken.Count);
        AssertBounded(function);
    }

    [Theory]
    [InlineData("{\"text\":\"", "\\\"a", "\"}")]
    [InlineData("{\"message\":\"", "abc", "\"}")]
    [InlineData("{\"message\":\"", "\\ud800", "\"}")]
    [InlineData("{\"\\u006d", "abc", "\":1}")]
    [InlineData("{\"message\":\"x\",\"extractedFields\":{\"version\":\"", "abc", "\"}}")]
    [InlineData("{\"message\":\"x\",\"deep\":", "[[[", "")]
    [InlineData("[", "{},", "{}]")]
    public async Task One_event_of_thirty_megabytes_is_bounded_memory(string before, string part, string behind)
    {
        await using var function = await Invoked.StartAsync(120, Heap);
        var large = Repeated("""{"messageType":"DATA_MESSAGE","logEvents":[""" + before, part, 10_000_000, behind + "]}");

        for (var round = 0; round < 2; round++)
            await function.InvokeAsync(Sent.Of("a", large), Sent.Of("b", LogEvents.Record([1])));

        AssertBounded(function);
    }

    [Fact]
    public async Task A_hundred_thousand_members_are_bounded_memory_and_time()
    {
        await using var function = await Invoked.StartAsync(120, Heap);
        byte[] data = [.. Enumerable.Repeat(Gzipped.Of(" "), 100_000).SelectMany(member => member), .. LogEvents.Record([1])];

        var answers = await function.InvokeAsync(Sent.Of("a", data));

        Assert.Equal([1], LogEvents.InLines(answers[0].Bytes));
        AssertBounded(function);
    }

    [Fact]
    public async Task A_record_at_the_inflated_limit_beside_a_full_response_is_bounded_memory()
    {
        await using var function = await Invoked.StartAsync(120, Heap);
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
