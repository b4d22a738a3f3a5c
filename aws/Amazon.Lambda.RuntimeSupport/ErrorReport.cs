using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An exception as the Runtime API wants it: errorType, errorMessage, stackTrace as a list of lines, and its cause.</summary>
static class ErrorReport
{
    // An error report may not pass Lambda's header and payload limits; deeper causes say little more.
    const int MaxCauses = 8;

    public static string TypeOf(Exception exception) => exception.GetType().Name;

    public static byte[] Write(Exception exception)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            Write(writer, exception, MaxCauses);
        return json.ToArray();
    }

    static void Write(Utf8JsonWriter writer, Exception exception, int causes)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType", TypeOf(exception));
        writer.WriteString("errorMessage", exception.Message);
        writer.WriteStartArray("stackTrace");
        foreach (var line in (exception.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            writer.WriteStringValue(line);
        writer.WriteEndArray();

        if (exception.InnerException is { } cause && causes > 0)
        {
            writer.WritePropertyName("cause");
            Write(writer, cause, causes - 1);
        }

        writer.WriteEndObject();
    }
}
