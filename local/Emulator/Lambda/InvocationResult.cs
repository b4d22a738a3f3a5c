using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Emulator.Lambda;

/// <summary>The response of a function. Dispose it to return the buffer of the payload; do not read the payload after that.</summary>
public sealed class InvocationResult : IDisposable
{
    byte[]? _pooled;

    InvocationResult(string requestId, ReadOnlyMemory<byte> payload, bool isError, byte[]? pooled)
    {
        (RequestId, Payload, IsError, _pooled) = (requestId, payload, isError, pooled);
    }

    public string RequestId { get; }

    /// <summary>The response, or if <see cref="IsError"/>, the error: a JSON object with errorType and errorMessage.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The handler threw, ran out of time, or answered more than Lambda takes.</summary>
    public bool IsError { get; }

    /// <param name="requestId">Of the invocation.</param>
    /// <param name="buffer">Rented from the shared pool, and the result's from now on.</param>
    /// <param name="length">How much of it is payload.</param>
    /// <param name="isError">The payload is an error.</param>
    internal static InvocationResult FromPool(string requestId, byte[] buffer, int length, bool isError) =>
        new(requestId, buffer.AsMemory(0, length), isError, buffer);

    internal static InvocationResult Error(string requestId, string type, string message) =>
        new(requestId, LambdaError.Write(type, message), isError: true, pooled: null);

    /// <summary>The payload as text; of an error with the type first where it is Lambda's JSON.</summary>
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
