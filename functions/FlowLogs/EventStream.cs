namespace FlowLogs;

/// <summary>An event as the Lambda runtime hands it to a function, in memory and without a copy where the runtime has it there already.</summary>
public static class EventStream
{
    /// <summary>The event in memory, from its beginning.</summary>
    public static async Task<MemoryStream> BufferAsync(Stream input)
    {
        if (input is MemoryStream memory)
            return memory;
        var copy = new MemoryStream();
        await input.CopyToAsync(copy);
        copy.Position = 0;
        return copy;
    }

    /// <summary>All bytes of the event, whatever has been read of it.</summary>
    public static ReadOnlyMemory<byte> BytesOf(MemoryStream json) => json.TryGetBuffer(out var buffer) ? buffer : json.ToArray();
}
