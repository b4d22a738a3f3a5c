using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tool.Tests.Input;

/// <summary>Creates every kind of file with the same records.</summary>
static class FlowLogFiles
{
    static readonly string[] Names = [.. FlowLogFormat.Default.Fields.Select(field => field.Name)];

    static readonly string[] Alphabetical = [.. Names.Order(StringComparer.Ordinal)];

    /// <summary>The documented examples of the default format.</summary>
    public static readonly string[] Records =
    [
        "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
        "2 012345678901 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK",
        "2 123456789010 eni-1a2b3c4d - - - - - - - 1431280876 1431280934 - NODATA",
        "2 123456789010 eni-4b118871 - - - - - - - 1431280876 1431280934 - SKIPDATA",
        "2 123456789010 eni-1235b8ca 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK",
        "2 123456789010 eni-f41c42bf 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 "
        + "1477913708 1477913820 ACCEPT OK",
    ];

    /// <summary>The names of the kinds with the content of their files.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string[], byte[]>> Kinds = new Dictionary<string, Func<string[], byte[]>>
    {
        ["plain.log"] = records => Lines(records),
        ["header.log.gz"] = records => Gzipped.Of(Lines([Header(Names), .. records])),
        ["alphabetical.log.gz"] = records =>
            Gzipped.Of(Lines([Header(Alphabetical), .. records.Select(record => InOrder(record, Alphabetical))])),
        ["header-again.log"] = records =>
            Lines([Header(Names), .. records[..2], Header(Alphabetical), .. records[2..4].Select(record => InOrder(record, Alphabetical)),
            Header(Names), .. records[4..]]),
        ["delivered.parquet"] = records => Parquet(records),
        ["filter-log-events.json"] = FilterLogEvents,
        ["get-log-events.json"] = GetLogEvents,
        ["export.gz"] = records => Gzipped.Of(Lines([.. records.Select(record => $"{Time(record):yyyy-MM-ddTHH:mm:ss.fffZ} {record}")])),
        ["messages.json"] = records => JsonSerializer.SerializeToUtf8Bytes(records),
        ["messages-by-jq.json"] = records => Lines([.. records.Select(record => JsonSerializer.Serialize(record))]),
        ["messages-as-text.txt"] = records => Lines([string.Join('\t', records[..4]), string.Join('\t', records[4..])]),
        ["tail-detailed.txt"] = records =>
            Lines([.. records.Select(record => $"{Time(record):yyyy-MM-ddTHH:mm:ss.ffffff}+00:00 eni-1235b8ca-all {record}")]),
        ["tail-json.txt"] = records => Lines([.. records.Select(record => $"{Time(record):yyyy-MM-ddTHH:mm:ss}+00:00 my/stream {record}")]),
        ["tail-short.txt"] = records => Lines([.. records.Select(record => $"{Time(record):yyyy-MM-ddTHH:mm:ss} {record}")]),
        ["firehose-event.json"] = records =>
            Event("records", [Gzipped.Of(Payload(records[..3])), Gzipped.Of(Control()), Gzipped.Of(Payload(records[3..]))]),
        ["kinesis-event.json"] = records => KinesisEvent([Gzipped.Of(Payload(records[..3])), Gzipped.Of(Payload(records[3..]))]),
        ["awslogs-event.json"] = records =>
            JsonSerializer.SerializeToUtf8Bytes(new { awslogs = new { data = Gzipped.Of(Payload(records)) } }),
        ["headless.csv"] = records => Lines([.. records.Select(record => record.Replace(' ', ','))]),
        ["headless-semicolon.csv"] = records =>
            Lines([.. records.Select(record => record.Replace(' ', ';').Replace("-;", ";", StringComparison.Ordinal))]),
        ["console.json"] = records => JsonSerializer.SerializeToUtf8Bytes(records.Select(record => ResultRow(record))),
        ["get-query-results.json"] = records =>
            JsonSerializer.SerializeToUtf8Bytes(new { results = records.Select(Result), status = "Complete" }),
        ["results-by-query.json"] = records => JsonSerializer.SerializeToUtf8Bytes(records.Select(Result)),
        ["payloads"] = records => [.. Gzipped.Of(Payload(records[..3])), .. Gzipped.Of(Control()), .. Gzipped.Of(Payload(records[3..]))],
        ["payloads-gzip-again.gz"] = records => Gzipped.Of([.. Gzipped.Of(Payload(records[..3])), .. Gzipped.Of(Payload(records[3..]))]),
        ["payloads-inflated.json"] = records => [.. Payload(records[..3]), .. Control(), .. Payload(records[3..])],
        ["insights.csv"] = records =>
            Lines(["@timestamp,@message", .. records.Select(record => $"{Time(record):yyyy-MM-dd HH:mm:ss.fff},{record}")]),
        ["insights-quoted.csv"] = records =>
            Encoding.UTF8.GetBytes(string.Join("\r\n",
            ["\"@message\",\"@logStream\"", .. records.Select(record => $"\"{record}\",\"a,\"\"b\"\"\"")])),
        ["insights-fields.csv"] = records =>
            Csv(records, "accountId interfaceId srcAddr dstAddr srcPort dstPort protocol packets bytes start end action logStatus version".Split(' '), value => value),
        ["athena.csv"] = records => Csv(records, [.. Names.Select(name => name.Replace('-', '_')), "year", "month", "day", "hour"], value =>
            $"\"{value}\"", isAthena: true),
        ["message.ndjson"] = records => Lines([.. records.Select(record => $$"""{"timestamp":{{Time(record).ToUnixTimeMilliseconds()}},"message":"{{record}}\n"}""")]),
        ["message-end-to-end.json"] = records => Encoding.UTF8.GetBytes(string.Concat(records.Select(record => $$"""{"message":"{{record}}"}"""))),
        ["records-end-to-end.json"] =
            records => Encoding.UTF8.GetBytes(string.Concat(records.Select(record => Json(record).ToJsonString()))),
        ["records-array.json"] = records =>
            Encoding.UTF8.GetBytes($"[\n{string.Join(",\n", records.Select(record => Json(record).ToJsonString()))}\n]"),
    };

    public static byte[] Lines(string[] lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    static string Header(string[] names) => string.Join(' ', names);

    static string InOrder(string record, string[] names)
    {
        var values = Values(record);
        return string.Join(' ', names.Select(name => values[name]));
    }

    static Dictionary<string, string> Values(string record) =>
        Names.Zip(record.Split(' ')).ToDictionary(pair => pair.First, pair => pair.Second);

    static DateTimeOffset Time(string record) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(Values(record)["end"], System.Globalization.CultureInfo.InvariantCulture));

    static byte[] FilterLogEvents(string[] records) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["events"] = new JsonArray([.. records.Select((record, i) => new JsonObject
        {
            ["logStreamName"] = "eni-1235b8ca-all",
            ["timestamp"] = Time(record).ToUnixTimeMilliseconds(),
            ["message"] = record,
            ["ingestionTime"] = Time(record).ToUnixTimeMilliseconds() + 5000,
            ["eventId"] = $"{i:D56}",
        })]),
        ["searchedLogStreams"] = new JsonArray(),
        ["nextToken"] = "more",
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

    static byte[] GetLogEvents(string[] records) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["events"] = new JsonArray([.. records.Select(record => new JsonObject
        {
            ["timestamp"] = Time(record).ToUnixTimeMilliseconds(), ["message"] = record, ["ingestionTime"] = 0,
        })]),
        ["nextForwardToken"] = "f/1",
        ["nextBackwardToken"] = "b/1",
    }.ToJsonString());

    static byte[] Payload(string[] records) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["messageType"] = "DATA_MESSAGE",
        ["owner"] = "123456789010",
        ["logGroup"] = "/vpc-flow-logs",
        ["logStream"] = "eni-1235b8ca-all",
        ["subscriptionFilters"] = new JsonArray("all"),
        ["logEvents"] = new JsonArray([.. records.Select(record => new JsonObject
        {
            ["id"] = "1", ["timestamp"] = Time(record).ToUnixTimeMilliseconds(), ["message"] = record,
        })]),
    }.ToJsonString());

    static byte[] Control() => Encoding.UTF8.GetBytes(
        """{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}""");

    // The event of Decompressor: "Amazon Data Firehose data transformation".
    static byte[] Event(string records, byte[][] payloads) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["invocationId"] = "invocation",
        ["deliveryStreamArn"] = "arn:aws:firehose:us-east-1:123456789012:deliverystream/flow-logs",
        [records] = payloads.Select((payload, i) => new { recordId = $"{i}", approximateArrivalTimestamp = 1510109208016, data = payload }),
    });

    // The event of MetricPublisher: "Using Lambda to process records from Amazon Kinesis Data Streams".
    static byte[] KinesisEvent(byte[][] payloads) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Records = payloads.Select((payload, i) =>
            new { kinesis = new { sequenceNumber = $"{i}", data = payload }, eventSource = "aws:kinesis" }),
    });

    static Dictionary<string, string> ResultRow(string record) =>
        new() { ["@timestamp"] = $"{Time(record):yyyy-MM-dd HH:mm:ss.fff}", ["@message"] = record };

    static IEnumerable<object> Result(string record) => ResultRow(record).Select(field => new { field = field.Key, value = field.Value });

    static JsonObject Json(string record)
    {
        var json = new JsonObject();
        foreach (var (name, value) in Values(record).Where(value => value.Value != "-"))
            json[name] = FlowLogFields.All.Single(field => field.Name == name).Type == FlowLogFieldType.Text ? value
                : JsonNode.Parse(value);
        return json;
    }

    static byte[] Csv(string[] records, string[] columns, Func<string, string> quote, bool isAthena = false)
    {
        var lines = records.Select(record =>
        {
            var values = Values(record);
            return string.Join(',', columns.Select(column => column switch
            {
                "year" or "month" or "day" or "hour" => quote("01"),
                _ when FlowLogFields.Find(Encoding.UTF8.GetBytes(column))!.Name is var name && values[name] is var value && value != "-" =>
                    quote(isAthena && name is "start" or "end"
                        ? $"{DateTimeOffset.FromUnixTimeSeconds(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)):yyyy-MM-dd HH:mm:ss.fff}"
                        : value),
                _ => "",
            }));
        });
        return Lines([string.Join(',', columns.Select(quote)), .. lines]);
    }

    static byte[] Parquet(string[] records) => ParquetFile.Of(
        Names.Select(name => FlowLogFields.All.Single(field => field.Name == name)).Select(field => (field.Column,
            field.Type switch { FlowLogFieldType.Text => "VARCHAR", FlowLogFieldType.Int => "INTEGER", _ => "BIGINT" })),
        records.Select(ParquetFile.ValuesOf));
}
