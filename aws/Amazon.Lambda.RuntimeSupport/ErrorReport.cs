using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Writes an exception for the Runtime API: errorType, errorMessage, stackTrace as a list of lines, and the cause.</summary>
static class ErrorReport
{
    // Lambda limits the size of an error report, and deeper causes add little.
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
        foreach (var line in (exception.StackTrace ?? "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
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
