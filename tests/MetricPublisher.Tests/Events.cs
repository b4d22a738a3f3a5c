using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetricPublisher.Tests;

/// <summary>Creates events, payloads and flow log lines as the services write them.</summary>
static class Events
{
    public static readonly DateTime WindowStart = new(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc);

    static readonly string[] FieldNames =
    [
        "version", "account_id", "interface_id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end",
        "action", "log_status",
    ];

    /// <summary>A line of the default format.</summary>
    public static string Line(string action = "REJECT", object? protocol = null, object? packets = null, string srcport = "49761",
        string status = "OK") =>
        $"2 123456789010 eni-abc123de 172.31.9.69 172.31.9.12 {srcport} 3389 {protocol ?? 6} {packets ?? 20} 4249 1418530010 1418530070 "
        + $"{action} {status}";

    /// <summary>
    /// Returns a CloudWatch Logs payload with an event for each line, optionally with extracted fields as a space-delimited filter pattern
    /// adds them.
    /// </summary>
    public static string Payload(IEnumerable<string> lines, bool extracted = true, string type = "DATA_MESSAGE") => new JsonObject
    {
        ["messageType"] = type,
        ["owner"] = "123456789010",
        ["logGroup"] = "flow-logs",
        ["logStream"] = "eni-abc123de-all",
        ["subscriptionFilters"] = new JsonArray("reject"),
        ["logEvents"] = new JsonArray([.. lines.Select((line, i) => Event(line, i, extracted))]),
    }.ToJsonString();

    public static byte[] Rejects(params string[] lines) => Gzipped.Of(Payload(lines));

    /// <summary>Returns a batch of a tumbling window with one record for each data.</summary>
    public static string Window(
        IEnumerable<byte[]> records, IReadOnlyDictionary<string, string>? state =
            null, bool final = false, bool early = false, string shard = "shardId-000000000000") =>
        Window([.. records.Select((data, i) => (JsonNode)Record(i, Convert.ToBase64String(data)))], state, final, early, shard);

    public static string Window(
        JsonNode?[] records, IReadOnlyDictionary<string, string>? state =
            null, bool final = false, bool early = false, string shard = "shardId-000000000000") => new JsonObject
            {
                ["Records"] = new JsonArray(records),
                ["window"] = new JsonObject { ["start"] = "2026-11-25T12:00:00Z", ["end"] = "2026-11-25T12:15:00Z" },
                ["state"] = JsonSerializer.SerializeToNode(state ?? new Dictionary<string, string>()),
                ["shardId"] = shard,
                ["eventSourceARN"] = "arn:aws:kinesis:eu-central-1:123456789010:stream/rejects",
                ["isFinalInvokeForWindow"] = final,
                ["isWindowTerminatedEarly"] = early,
            }.ToJsonString();

    public static JsonObject Record(int number, JsonNode? data) => new()
    {
        ["kinesis"] = new JsonObject
        {
            ["kinesisSchemaVersion"] = "1.0",
            ["partitionKey"] = "1",
            ["sequenceNumber"] = $"4959033827149025660855969253836157109592157598913{number:0000000}",
            ["data"] = data,
            ["approximateArrivalTimestamp"] = 1764072096.412,
        },
        ["eventSource"] = "aws:kinesis",
        ["eventVersion"] = "1.0",
        ["eventID"] = $"shardId-000000000000:{number}",
        ["eventName"] = "aws:kinesis:record",
        ["awsRegion"] = "eu-central-1",
    };

    /// <summary>Returns an output event of an analytics application with one record for each text.</summary>
    public static string Analytics(params string[] rows) => new JsonObject
    {
        ["invocationId"] = "00540a87-5050-496a-84e4-e7d92bbaf5e2",
        ["applicationArn"] = "arn:aws:kinesisanalytics:eu-central-1:123456789010:application/rejects",
        ["records"] = new JsonArray([.. rows.Select((row, i) => new JsonObject
        {
            ["recordId"] = $"record-{i}",
            ["lambdaDeliveryRecordMetadata"] = new JsonObject { ["retryHint"] = 0 },
            ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(row)),
        })]),
    }.ToJsonString();

    static JsonObject Event(string line, int number, bool extracted)
    {
        var json = new JsonObject { ["id"] = $"{number}", ["timestamp"] = 1764072095000, ["message"] = line };
        var values = line.Split(' ');
        if (extracted && values.Length == FieldNames.Length)
            json["extractedFields"] = new JsonObject(FieldNames.Zip(values)
                .Select(pair => KeyValuePair.Create(pair.First, (JsonNode?)pair.Second)));
        return json;
    }
}
