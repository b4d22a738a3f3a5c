using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace FlowLogs.Tests;

/// <summary>
/// Implements what FlowRecordReader promises as simply as possible: parses all JSON into objects, then applies the rules to each event.
/// </summary>
static class ReferenceReader
{
    static readonly Regex Word = new("""
        "(?:[^"\\]|\\.)*"(?![^ \t])|[^ \t]+
        """, RegexOptions.Singleline);

    /// <summary>Returns each event as <see cref="Payload.Describe"/> describes it; null if the payloads are refused.</summary>
    public static List<string>? Read(byte[] payloads, FlowLogFormat format)
    {
        if (!Utf8.IsValid(payloads))
            return null;
        var events = new List<string>();
        var count = 0;
        try
        {
            var reader = new Utf8JsonReader(payloads, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                count++;
                if (!ReadPayload(JsonElement.ParseValue(ref reader), format, events))
                    return null;
            }
        }
        catch (JsonException)
        {
            return null;
        }
        return count > 0 ? events : null;
    }

    static bool ReadPayload(JsonElement payload, FlowLogFormat format, List<string> events)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            return false;
        var logEvents = Members(payload, "logEvents");
        if (Members(payload, "messageType") is not [{ ValueKind: JsonValueKind.String } type]
            || logEvents.Length > 1 || logEvents.Any(member => member.ValueKind != JsonValueKind.Array))
            return false;
        if (Text(type) == "CONTROL_MESSAGE")
            return true;
        if (Text(type) != "DATA_MESSAGE" || logEvents.Length == 0)
            return false;
        events.AddRange(logEvents[0].EnumerateArray().Select(logEvent => ReadEvent(logEvent, format)));
        return true;
    }

    static string ReadEvent(JsonElement logEvent, FlowLogFormat format)
    {
        if (logEvent.ValueKind != JsonValueKind.Object)
            return Payload.Describe(format, [], Quoted(logEvent));
        var message = Members(logEvent, "message").LastOrDefault(member => member.ValueKind == JsonValueKind.String);
        var raw = message.ValueKind == JsonValueKind.String ? message.GetRawText()[1..^1] : "";
        if (raw.Length == 0)
        {
            var extracted = ReadExtracted(logEvent, format, out var isClear);
            var isRead = isClear && extracted.Count > 0;
            isRead &= Keep(extracted);
            return Payload.Describe(format, WithoutAbsent(extracted), isRead ? null : Quoted(logEvent));
        }
        var values = Word.Matches(Text(message).TrimEnd('\r', '\n')).Select(word => word.Value).ToArray();
        if (values.Length != format.Fields.Length)
            return Payload.Describe(format, [], raw);
        var read = format.Fields.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        var fits = Keep(read);
        return Payload.Describe(format, WithoutAbsent(read), fits ? null : raw);
    }

    /// <summary>
    /// Returns the last extracted fields. They are unambiguous if each is a known field, occurs once, and has a text without escapes.
    /// </summary>
    static Dictionary<FlowLogField, string> ReadExtracted(JsonElement logEvent, FlowLogFormat format, out bool isClear)
    {
        var values = new Dictionary<FlowLogField, string>();
        var all = Members(logEvent, "extractedFields");
        isClear = all.Length == 0 || all[^1].ValueKind == JsonValueKind.Object;
        if (all.Length == 0 || !isClear)
            return values;
        foreach (var member in all[^1].EnumerateObject())
        {
            var isText = member.Value.ValueKind == JsonValueKind.String && !member.Value.GetRawText()
                .Contains('\\', StringComparison.Ordinal);
            if (format.Find(System.Text.Encoding.UTF8.GetBytes(Name(member))) is not { } field || !isText
                || !values.TryAdd(field, member.Value.GetString()!))
                isClear = false;
        }
        return values;
    }

    /// <summary>Removes invalid values of fields; returns false if there was one.</summary>
    static bool Keep(Dictionary<FlowLogField, string> values)
    {
        var none = values.Where(pair => pair.Value != "-" && !pair.Key.Accepts(System.Text.Encoding.UTF8.GetBytes(pair.Value))).ToList();
        none.ForEach(pair => values.Remove(pair.Key));
        return none.Count == 0;
    }

    static Dictionary<FlowLogField, string> WithoutAbsent(Dictionary<FlowLogField, string> values) =>
        values.Where(pair => pair.Value != "-").ToDictionary(pair => pair.Key, pair => pair.Value);

    static JsonElement[] Members(JsonElement json, string name) =>
        [.. json.EnumerateObject().Where(member => Name(member) == name).Select(member => member.Value)];

    // A name with an unpaired surrogate cannot be the name of a field.
    static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    static string Text(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    static string Quoted(JsonElement json) =>
        string.Concat(json.GetRawText().Select(letter => letter is '"' or '\\' ? $"\\{letter}" : letter < ' ' ? " " : $"{letter}"));
}
