using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Decompressor.Tests;

/// <summary>
/// Compares the built executable with a model on random batches. The model shares no code with the function: it splits strings and writes
/// JSON with the nodes of System.Text.Json. A failure prints the seed that repeats it (CsCheck_Seed).
/// </summary>
public sealed class PropertyTests
{
    static readonly int Batches = Figures.Setting("FLOWLOGS_BATCHES", 200);

    static readonly string[] Keys =
        ["version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes", "start",
            "end", "action", "log-status"];

    static readonly Dictionary<string, long> Numbers = new()
    {
        ["version"] = int.MaxValue,
        ["srcport"] = 65_535,
        ["dstport"] = 65_535,
        ["protocol"] = 255,
        ["packets"] = long.MaxValue,
        ["bytes"] = long.MaxValue,
        ["start"] = 253_402_300_799,
        ["end"] = 253_402_300_799,
    };

    static readonly Gen<string> Value = Gen.Frequency(
        (10, Gen.OneOf("-", "0", "2", "6", "22", "255", "65535", "1418530010", "eni-1", "2001:db8::1", "ACCEPT", "OK", "000000000001")),
        (2, Gen.OneOf("256", "65536", "9223372036854775807", "9223372036854775808", "18446744073709551616", "-1", "+1", "01", "1e3", "é",
            "😀", "a\"b", "a\\b", "a\u0001b", "<&>")),
        (1, Gen.Long[0, 70_000].Select(number => number.ToString(CultureInfo.InvariantCulture))));

    static readonly Gen<string> Good = Gen.Select(Gen.Int[0, 65_535], Gen.Int[0, 255], Gen.Long[0, long.MaxValue],
        (port, protocol, count) => $"2 123456789010 eni-1 172.31.16.139 172.31.16.21 {port} 22 {protocol} {count} 4249 1418530010 "
            + $"1418530070 ACCEPT OK");

    static readonly Gen<string> Message = Gen.Frequency(
        (6, Good), (3, Value.Array[14].Select(values => string.Join(' ', values))),
        (1, Value.Array[1, 16].Select(values => string.Join("  ", values))));

    /// <summary>An event as JSON, and its line.</summary>
    static readonly Gen<(string Json, string Line)> LogEvent = Gen.Select(Message, Gen.Int[0, 3]).Select((message, shape) => shape switch
    {
        0 when message.Split(' ') is { Length: 14 } values => (new JsonObject
        {
            ["id"] = "1",
            ["timestamp"] = 1418530010000,
            ["message"] = message,
            ["extractedFields"] = new JsonObject(
                Keys.Zip(values, (key, value) => KeyValuePair.Create(key.Replace('-', '_'), (JsonNode?)value))),
        }.ToJsonString(Relaxed), Line(message)),
        1 => (new JsonObject { ["more"] = new JsonArray(1, "x", null), ["message"] = message }.ToJsonString(), Line(message)),
        _ => (new JsonObject { ["message"] = message }.ToJsonString(Relaxed), Line(message)),
    });

    static readonly Gen<(string Json, string[] Lines)> Payload = Gen.Frequency(
        (1, Gen.Const(("""{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"check"}]}""", Array.Empty<string>()))),
        (3, LogEvent.Array[0, 6].Select(events => ($$"""{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[{{Join(events)}}]}""", Lines(events)))),
        (1, LogEvent.Array[0, 6].Select(events => ($$"""{"logEvents":[{{Join(events)}}],"messageType":"DATA_MESSAGE"}""", Lines(events)))));

    /// <summary>The data of a record, and its lines; null if the record is unreadable.</summary>
    static readonly Gen<(byte[] Data, string[]? Lines)> Readable =
        Gen.Select(Payload.Array[1, 4], Gen.Int[1, 4], Gen.OneOf(Enum.GetValues<CompressionLevel>())).Select(
        (payloads, members, level) =>
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(payloads.Select(payload => payload.Json)));
            var data = text.Chunk((text.Length / members) + 1).SelectMany(member => Gzipped.Of(member, level)).ToArray();
            return (data, (string[]?)[.. payloads.SelectMany(payload => payload.Lines)]);
        });

    static readonly Gen<(byte[] Data, string[]? Lines)> Record = Gen.Frequency(
        (8, Readable),
        (1, Gen.Byte.Array[0, 60].Select(bytes => (bytes, (string[]?)null))),
        (1, Gen.Select(Readable, Gen.Int[1, 20])
            .Select((record, less) => (record.Data[..^Math.Min(less, record.Data.Length - 1)], (string[]?)null))),
        // Zeros alone are padding.
        (1, Gen.Select(Readable, Gen.Byte.Array[1, 5].Where(more => more.Any(one => one != 0)))
            .Select((record, more) => ((byte[])[.. record.Data, .. more], (string[]?)null))),
        (1, Gen.String.Select(text => (Gzipped.Of($"[{text}"), (string[]?)null))),
        (1, Gen.Const((Gzipped.Of(new byte[2_000_000]), (string[]?)null))));

    static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Each_record_of_any_batch_is_answered_once_with_exactly_its_events()
    {
        // One process for all batches: no batch may affect the next one.
        await using var function = await Invoked.StartAsync(300, ("MAX_INFLATED_BYTES", "1000000"));
        var records = 0;

        await Gen.Select(Gen.String[Gen.Char['\u0001', '\u017f'], 0, 8], Record).Array[0, 12].SampleAsync(
            async batch =>
            {
                var sent = batch.Select(record => Sent.Of(record.Item1, record.Item2.Data)).ToArray();

                var answers = await function.InvokeAsync(sent);

                foreach (var (answer, (_, (data, lines))) in answers.Zip(batch))
                {
                    if (lines is null)
                        Assert.Equal(("ProcessingFailed", Convert.ToBase64String(data)), (answer.Result, answer.Data));
                    else if (lines.Length == 0)
                        Assert.Equal(("Dropped", null), (answer.Result, answer.Data));
                    else
                        Assert.Equal(lines, answer.Lines.Select(Normal));
                }
                using var again = await function.InvokeRawAsync(Invoked.Event(sent));
                Assert.Equal(answers, Answers.Read(again.Payload.Span));
                records += batch.Length;
            },
            iter: Batches, threads: 1);

        Assert.Empty(function.Firehose.Calls);
        Figures.Tell($"Decompressor: {Batches} batches with {records} records, each answered once");
    }

    static string Join((string Json, string Line)[] events) => string.Join(',', events.Select(logEvent => logEvent.Json));

    static string[] Lines((string Json, string Line)[] events) => [.. events.Select(logEvent => logEvent.Line)];

    // The function copies escapes from the payload, and JSON allows several escapes for one character.
    static string Normal(string line) => JsonNode.Parse(line)!.ToJsonString(Relaxed);

    static string Line(string message)
    {
        var line = new JsonObject();
        var values = message.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var fits = values.Length == Keys.Length;
        if (fits)
        {
            foreach (var (key, value) in Keys.Zip(values))
            {
                if (value == "-")
                    continue;
                if (!Numbers.TryGetValue(key, out var maximum) && !value.Any(letter => letter is '"' or '\\' or < ' '))
                    line[key] = value;
                else if (maximum > 0 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number <= maximum && $"{number}" == value)
                    line[key] = number;
                else
                    fits = false;
            }
        }
        if (!fits)
            line["unparsed"] = message;
        return line.ToJsonString(Relaxed);
    }
}
