using Amazon.Lambda.Core;

namespace FlowLogs;

/// <summary>
/// Passes an event to the handler as a <see cref="MemoryStream"/> whose bytes can be read in place. The handler reads the JSON itself, and
/// its response is a stream that no serializer writes.
/// </summary>
/// <remarks>
/// The official Amazon.Lambda.RuntimeSupport has the event in a MemoryStream that hides its buffer. Such an event is copied, into one
/// buffer for all events: Lambda sends the next event after the response to this one.
/// </remarks>
public sealed class EventStream : ILambdaSerializer
{
    byte[] _copy = [];

    /// <summary>Returns the event from its beginning. The stream is valid until the next event.</summary>
    /// <exception cref="NotSupportedException">The handler takes something other than a <see cref="MemoryStream"/>.</exception>
    public T Deserialize<T>(Stream requestStream) => Readable(requestStream) is T json
        ? json
        : throw new NotSupportedException($"The handler must take the event as a MemoryStream, not as {typeof(T)}.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void Serialize<T>(T response, Stream responseStream) =>
        throw new NotSupportedException($"The handler must return a Stream, not {typeof(T)}.");

    /// <summary>Returns all bytes of the event, regardless of the stream's position.</summary>
    public static ReadOnlyMemory<byte> BytesOf(MemoryStream json) => json.TryGetBuffer(out var buffer) ? buffer : json.ToArray();

    MemoryStream Readable(Stream input)
    {
        if (input is MemoryStream memory && memory.TryGetBuffer(out _))
            return memory;
        var length = (int)input.Length;
        if (_copy.Length < length)
            _copy = new byte[length];
        input.ReadExactly(_copy, 0, length);
        return new MemoryStream(_copy, 0, length, writable: false, publiclyVisible: true);
    }
}
