using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Emulator.Lambda;

/// <summary>The response of a function. Dispose it to return the buffer of the payload; do not read the payload after that.</summary>
public sealed class InvocationResult : IDisposable
{
    byte[]? _pooled;

    InvocationResult(ReadOnlyMemory<byte> payload, bool isError, byte[]? pooled) =>
        (Payload, IsError, _pooled) = (payload, isError, pooled);

    /// <summary>The response, or if <see cref="IsError"/>, the error: a JSON object with errorType and errorMessage.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The handler failed, timed out, or returned more than Lambda accepts.</summary>
    public bool IsError { get; }

    /// <param name="buffer">A buffer of the shared pool, which the result owns.</param>
    /// <param name="length">The length of the payload in bytes.</param>
    /// <param name="isError">Whether the payload is an error.</param>
    internal static InvocationResult FromPool(byte[] buffer, int length, bool isError) =>
        new(buffer.AsMemory(0, length), isError, buffer);

    internal static InvocationResult Error(string type, string message) =>
        new(LambdaError.Write(type, message), isError: true, pooled: null);

    /// <summary>Returns the payload as text, with the type first if it is an error in Lambda's JSON.</summary>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Payload.Span);
        if (!IsError)
            return text;
        try
        {
            var error = JsonSerializer.Deserialize<JsonElement>(Payload.Span);
            return $"{error.GetProperty("errorType").GetString()}: {error.GetProperty("errorMessage").GetString()}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return text;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled)
            ArrayPool<byte>.Shared.Return(pooled);
    }
}
