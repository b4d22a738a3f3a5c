using System.Text.Json;

namespace Emulator.Lambda;

/// <summary>The JSON of an error in the Runtime API and in Lambda.</summary>
static class LambdaError
{
    public static byte[] Write(string type, string message)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("errorType", type);
            json.WriteString("errorMessage", message);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
