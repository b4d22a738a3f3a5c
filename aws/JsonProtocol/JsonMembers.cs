using System.Text.Json;

namespace Amazon.JsonProtocol;

/// <summary>Reads and writes optional members. A null is not written, and a missing member is read as null.</summary>
static class JsonMembers
{
    public static void WriteStringIfSet(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    public static void WriteNumberIfSet(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    public static void WriteArrayIfSet<T>(this Utf8JsonWriter json, string name, List<T>? values, Action<Utf8JsonWriter, T> write)
    {
        if (values is null)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            write(json, value);
        json.WriteEndArray();
    }

    public static string? String(this JsonElement json, string name) => json.Object(name, value => value.GetString());

    public static int? Int32(this JsonElement json, string name) => json.Member(name)?.GetInt32();

    public static bool? Boolean(this JsonElement json, string name) => json.Member(name)?.GetBoolean();

    public static T? Object<T>(this JsonElement json, string name, Func<JsonElement, T> read)
        where T : class? =>
        json.Member(name) is { } value ? read(value) : null;

    public static List<T>? List<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.Member(name)?.EnumerateArray().Select(read).ToList();

    static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
