using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>Writes each line to the console with one call, so that no other output of the function gets between its parts.</summary>
sealed class LogWriter(LoggerConfiguration configuration, TimeProvider time)
{
    const string LoggerName = "AWS.Lambda.Powertools.Logging.Logger";

    // As in the official package, control characters and quotes are escaped, so that no value ends its string or its line. Letters are not
    // escaped.
    static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ArrayBufferWriter<byte> _line = new();
    readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    readonly List<(string Name, object? Value)> _named = [];
    readonly Lock _turn = new();

    public void Write(LogLevel level, Exception? exception, string message, object?[] args)
    {
        if (level < configuration.MinimumLevel)
            return;
        lock (_turn)
        {
            _line.ResetWrittenCount();
            _keys.Clear();
            _named.Clear();
            using (var json = new Utf8JsonWriter(_line, Relaxed))
                WriteEntry(json, level, exception, MessageTemplate.Fill(message, args, _named));
            Console.Out.WriteLine(Encoding.UTF8.GetString(_line.WrittenSpan));
        }
    }

    void WriteEntry(Utf8JsonWriter json, LogLevel level, Exception? exception, string message)
    {
        json.WriteStartObject();
        Add(json, "Level", level.ToString());
        Add(json, "Message", message);
        Add(json, "Timestamp", time.GetUtcNow().UtcDateTime.ToString("o", CultureInfo.InvariantCulture));
        Add(json, "Service", configuration.Service);
        Add(json, "ColdStart", CurrentInvocation.IsColdStart);
        if (CurrentInvocation.Context is { } context)
            WriteContext(json, context);
        if (TraceId() is { } trace)
            Add(json, "XrayTraceId", trace);
        Add(json, "Name", LoggerName);
        foreach (var (name, value) in _named)
            Add(json, name, value);
        if (exception is not null)
        {
            json.WritePropertyName(Key("Exception"));
            WriteException(json, exception);
        }
        json.WriteEndObject();
    }

    void WriteContext(Utf8JsonWriter json, ILambdaContext context)
    {
        Add(json, "FunctionName", context.FunctionName);
        Add(json, "FunctionMemorySize", context.MemoryLimitInMB);
        Add(json, "FunctionArn", context.InvokedFunctionArn);
        Add(json, "FunctionRequestId", context.AwsRequestId);
        Add(json, "FunctionVersion", context.FunctionVersion);
    }

    void WriteException(Utf8JsonWriter json, Exception exception)
    {
        json.WriteStartObject();
        json.WriteString(Key("Type"), exception.GetType().FullName);
        json.WriteString(Key("Message"), exception.Message);
        json.WriteString(Key("Source"), exception.Source);
        json.WriteString(Key("StackTrace"), exception.StackTrace);
        if (exception.InnerException is { } inner)
        {
            json.WritePropertyName(Key("InnerException"));
            WriteException(json, inner);
        }
        json.WriteEndObject();
    }

    /// <summary>Adds a key, unless the line has it already.</summary>
    void Add(Utf8JsonWriter json, string name, object? value)
    {
        var key = Key(name);
        if (!_keys.Add(key))
            return;
        json.WritePropertyName(key);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            // The official package has no generated serialization code for other types, so native code throws for them.
            default:
                throw new NotSupportedException(
                    $"The logger cannot write a {value.GetType()} as a key. Pass '{name}' as a string, int, double or bool.");
        }
    }

    string Key(string name) => configuration.Case.ConvertName(name);

    // Example: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1". Source: "Tracing header", AWS X-Ray Developer
    // Guide.
    static string? TraceId()
    {
        var header = Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
        return string.IsNullOrWhiteSpace(header) ? null : header.Split(';')[0].Replace("Root=", "", StringComparison.Ordinal);
    }
}
