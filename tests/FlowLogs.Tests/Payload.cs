using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowLogs.Tests;

/// <summary>Creates CloudWatch Logs payloads as text, and describes how the reader reads them.</summary>
static class Payload
{
    public const string Accepted =
        "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK";
    public const string Rejected =
        "2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK";
    public const string NoData = "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA";
    public const string Misfit = "not a flow log record";

    public const string Control =
        """{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}""";

    /// <summary>Returns a data message with these log events.</summary>
    public static string Data(params string[] events) =>
        $$"""{"messageType":"DATA_MESSAGE","owner":"123456789010","logGroup":"vpc","logStream":"eni-1-all","subscriptionFilters":["all"],"logEvents":[{{string.Join(',', events)}}]}""";

    public static string Message(string message) => $$"""{"id":"1","timestamp":1418530010000,"message":"{{Quote(message)}}"}""";

    /// <summary>Returns an event with the message and its values by name, as a space-delimited pattern adds them.</summary>
    public static string Extracted(string message, string? names = null)
    {
        var keys = names?.Split(' ') ?? FlowLogFormat.Default.Fields.Select(field => field.Name);
        var fields = keys.Zip(message.Split(' '), (key, value) => $"\"{key}\":\"{Quote(value)}\"");
        return $$$"""{"id":"1","timestamp":1418530010000,"message":"{{{Quote(message)}}}","extractedFields":{{{{string.Join(',', fields)}}}}}""";
    }

    /// <summary>Returns each event as its values, with - for a missing value, and the unparsed text after a bar.</summary>
    public static List<string> Read(string payloads, FlowLogFormat? format = null) => Read(Encoding.UTF8.GetBytes(payloads), format);

    public static List<string> Read(byte[] payloads, FlowLogFormat? format = null, ExtractedFieldsLayout? layout = null)
    {
        format ??= FlowLogFormat.Default;
        var events = new List<string>();
        var reader = new FlowRecordReader(payloads, format, layout);
        while (reader.Read())
        {
            var values = new Dictionary<FlowLogField, string>();
            foreach (var field in format.Fields)
                if (!reader[field].IsEmpty)
                    values[field] = Encoding.UTF8.GetString(reader[field]);
            events.Add(Describe(format, values, reader.Fits ? null : Encoding.UTF8.GetString(reader.Unparsed)));
        }
        return events;
    }

    /// <summary>Returns the values, with - for a missing value, and the unparsed text after a bar.</summary>
    public static string Describe(FlowLogFormat format, Dictionary<FlowLogField, string> values, string? unparsed) =>
        string.Join(' ', format.Fields.Select(field => values.GetValueOrDefault(field, "-"))) + (unparsed is null ? "" : $" | {unparsed}");

    public static string Reason(string payloads) => Assert.ThrowsAny<JsonException>(() => Read(payloads)).Message;

    public static string Quote(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
