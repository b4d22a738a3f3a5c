using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.RuntimeSupport;

namespace SideBySide;

/// <summary>What the Decompressor does, as one writes it first: objects of System.Text.Json, and strings.</summary>
static class PlainFunction
{
    static readonly string[] Names =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".Split(' ');
    static readonly HashSet<string> Numbers = ["version", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end"];
    static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static async Task RunAsync()
    {
        using var bootstrap = LambdaBootstrapBuilder.Create((input, _) => HandleAsync(input)).Build();
        await bootstrap.RunAsync();
    }

    public static async Task<Stream> HandleAsync(Stream firehose)
    {
        var input = (await JsonSerializer.DeserializeAsync<Event>(firehose, Options))!;
        var response = new MemoryStream();
        await JsonSerializer.SerializeAsync(response, new Response([.. input.Records.Select(Transform)]), Options);
        response.Position = 0;
        return response;
    }

    static Answer Transform(Record record)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(record.Data)), CompressionMode.Decompress);
        var payload = JsonSerializer.Deserialize<Payload>(gzip, Options)!;
        if (payload.MessageType != "DATA_MESSAGE")
            return new Answer(record.RecordId, "Dropped", null);
        var lines = new StringBuilder();
        foreach (var logEvent in payload.LogEvents)
            lines.Append(JsonSerializer.Serialize(Row(logEvent), Options)).Append('\n');
        return new Answer(record.RecordId, "Ok", Convert.ToBase64String(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    static Dictionary<string, object> Row(LogEvent logEvent)
    {
        var values = logEvent.ExtractedFields?.Values.ToArray() ?? logEvent.Message.Split(' ');
        var row = new Dictionary<string, object>();
        for (var i = 0; i < Names.Length; i++)
            if (values[i] != "-")
                row[Names[i]] = Numbers.Contains(Names[i]) ? long.Parse(values[i], CultureInfo.InvariantCulture) : values[i];
        return row;
    }

    sealed record Event(List<Record> Records);

    sealed record Record(string RecordId, string Data);

    sealed record Payload(string MessageType, List<LogEvent> LogEvents);

    sealed record LogEvent(string Id, long Timestamp, string Message, Dictionary<string, string>? ExtractedFields);

    sealed record Response(List<Answer> Records);

    sealed record Answer(string RecordId, string Result, string? Data);
}
