using Amazon.Lambda.Core;

namespace FlowLogs;

/// <summary>
/// The serializer of a function that reads its event's JSON itself: it hands the event over in memory, as a <see cref="MemoryStream"/>, and
/// without a copy where the runtime has it there already. The response is a stream, which no serializer sees.
/// </summary>
public sealed class EventStream : ILambdaSerializer
{
    /// <summary>The event in memory, from its beginning.</summary>
    /// <exception cref="NotSupportedException">It is asked for as anything but a <see cref="MemoryStream"/>.</exception>
    public T Deserialize<T>(Stream requestStream) => Buffer(requestStream) is T json
        ? json
        : throw new NotSupportedException($"An event is handed over as a MemoryStream, not as {typeof(T)}.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void Serialize<T>(T response, Stream responseStream) =>
        throw new NotSupportedException($"A response is a Stream, not {typeof(T)}.");

    /// <summary>All bytes of the event, whatever has been read of it.</summary>
    public static ReadOnlyMemory<byte> BytesOf(MemoryStream json) => json.TryGetBuffer(out var buffer) ? buffer : json.ToArray();

    static MemoryStream Buffer(Stream input)
    {
        if (input is MemoryStream memory)
            return memory;
        var copy = new MemoryStream();
        input.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
