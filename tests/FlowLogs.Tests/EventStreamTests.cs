using System.IO.Compression;

namespace FlowLogs.Tests;

public sealed class EventStreamTests
{
    static readonly EventStream Serializer = new();

    [Fact]
    public void An_event_that_is_in_memory_is_handed_over_as_it_is()
    {
        using var json = new MemoryStream("{}"u8.ToArray());

        Assert.Same(json, Serializer.Deserialize<MemoryStream>(json));
    }

    [Fact]
    public void An_event_that_still_has_to_be_read_is_read_to_its_end()
    {
        using var zipped = new MemoryStream(Gzipped.Of("""{"records":[]}"""));

        using var json = Serializer.Deserialize<MemoryStream>(new GZipStream(zipped, CompressionMode.Decompress));

        Assert.Equal(0, json.Position);
        Assert.Equal("""{"records":[]}"""u8, EventStream.BytesOf(json).Span);
    }

    [Fact]
    public void A_buffer_that_is_not_to_be_seen_is_copied()
    {
        using var json = new MemoryStream("{}"u8.ToArray(), writable: false);

        Assert.Equal("{}"u8, EventStream.BytesOf(json).Span);
    }

    [Fact]
    public void Nothing_but_streams_is_read_or_written()
    {
        using var json = new MemoryStream("{}"u8.ToArray());

        Assert.Contains("not as System.String", Assert.Throws<NotSupportedException>(() => Serializer.Deserialize<string>(json)).Message);
        Assert.Contains("not System.String", Assert.Throws<NotSupportedException>(() => Serializer.Serialize("{}", json)).Message);
    }
}
