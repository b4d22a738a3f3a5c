namespace FlowLogs.Tests;

public sealed class EventStreamTests
{
    static readonly EventStream Serializer = new();

    [Fact]
    public void An_event_with_a_visible_buffer_is_not_copied()
    {
        using var json = new MemoryStream();
        json.Write("{}"u8);

        Assert.Same(json, Serializer.Deserialize<MemoryStream>(json));
    }

    [Fact]
    public void Events_with_a_hidden_buffer_are_copied_into_one_buffer()
    {
        var serializer = new EventStream();
        using var large = new MemoryStream(new byte[1 << 20], writable: false);
        using var small = new MemoryStream("{}"u8.ToArray(), writable: false);
        serializer.Deserialize<MemoryStream>(large);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var json = serializer.Deserialize<MemoryStream>(small);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("{}"u8, EventStream.BytesOf(json).Span);
        Assert.InRange(allocated, 0, 1024);
    }

    [Fact]
    public void Only_streams_are_read_or_written()
    {
        using var json = new MemoryStream("{}"u8.ToArray());

        Assert.Contains("not as System.String", Assert.Throws<NotSupportedException>(() => Serializer.Deserialize<string>(json)).Message);
        Assert.Contains("not System.String", Assert.Throws<NotSupportedException>(() => Serializer.Serialize("{}", json)).Message);
    }
}
