using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson.Converters;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Reads events and writes responses with the code that System.Text.Json generated for a context's types.</summary>
/// <remarks>
/// Creates the context with the options that Lambda events need: property names in any case, no nulls written, times as Unix numbers, byte
/// streams as base64. The options on the context itself are not used.
/// </remarks>
/// <typeparam name="TSGContext">A context with JsonSerializable for each event and response type.</typeparam>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext> : ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    readonly TSGContext _context;

    public SourceGeneratorLambdaJsonSerializer()
        : this(null)
    {
    }

    /// <param name="customizer">Changes the options before the context is created.</param>
    public SourceGeneratorLambdaJsonSerializer(Action<JsonSerializerOptions>? customizer)
    {
        var options = new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            PropertyNameCaseInsensitive = true,
            Converters = { new DateTimeConverter(), new MemoryStreamConverter() },
        };
        customizer?.Invoke(options);

        // Generated contexts have this constructor.
        _context = (TSGContext)Activator.CreateInstance(typeof(TSGContext), options)!;
    }

    /// <summary>Reads a stream as one object. Reads a MemoryStream from its beginning.</summary>
    /// <exception cref="JsonSerializerException">The JSON does not match the type, or the context does not contain the type.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            var info = TypeInfo<T>();
            var value = requestStream is MemoryStream memory
                ? JsonSerializer.Deserialize(memory.TryGetBuffer(out var buffer) ? buffer.AsSpan() : memory.ToArray(), info)
                : JsonSerializer.Deserialize(requestStream, info);
            return value!;
        }
        catch (Exception exception) when (exception is not JsonSerializerException)
        {
            throw new JsonSerializerException($"The event could not be read as {typeof(T).FullName}: {exception.Message}", exception);
        }
    }

    /// <summary>Writes an object as JSON.</summary>
    /// <exception cref="JsonSerializerException">The object cannot be written, or the context does not contain the type.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        try
        {
            using var writer = new Utf8JsonWriter(responseStream, WriterOptions);
            JsonSerializer.Serialize(writer, response, TypeInfo<T>());
        }
        catch (Exception exception) when (exception is not JsonSerializerException)
        {
            throw new JsonSerializerException($"The response could not be written as {typeof(T).FullName}: {exception.Message}", exception);
        }
    }

    JsonTypeInfo<T> TypeInfo<T>() =>
        _context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new JsonSerializerException($"{typeof(TSGContext).FullName} has no JsonSerializable for {typeof(T).FullName}.");
}
