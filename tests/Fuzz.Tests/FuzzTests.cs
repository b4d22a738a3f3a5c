using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Decompressor;
using Emulator.Athena;
using FlowLogs;
using MetricPublisher;
using PartitionRegistrar;
using Payload = FlowLogs.Tests.Payload;

namespace Fuzz.Tests;

/// <summary>Fuzzes each parser of external data. <c>tests/long/fuzz</c> runs longer.</summary>
public sealed class FuzzTests
{
    static readonly FlowLogFormat[] Formats =
    [
        FlowLogFormat.Default, FlowLogFormat.Parse("${version} ${action}"), FlowLogFormat.Parse("${srcaddr}"),
        FlowLogFormat.Parse("${version} ${vpc-id} ${tcp-flags} ${no-such-field} ${pkt-srcaddr} ${flow-direction} ${end}"),
    ];

    [Fact]
    public void Gzip_data_inflates_as_with_SharpZipLib()
    {
        const int Limit = 256 * 1024;
        new Fuzzer("gzip", ["\u001f", "\0\0\0\0", "\0\0\u00ff\u00ff"], data =>
        {
            var reason = GzipInflater.TryInflate(data, data.Length, Limit, out var inflated);
            // SharpZipLib accepts incomplete codes, which zlib refuses, so only inflated data is compared.
            if (reason is not null)
                return reason;
            using (inflated)
            {
                Assert.Equal(SharpZipInflater.Inflate(data, Limit), inflated.Span.ToArray());
                return $"{Magnitude(inflated.Span.Length)} bytes";
            }
        }).Run();
    }

    [Fact]
    public void Payloads_are_read_like_the_reference_and_their_lines_are_JSON()
    {
        var layouts = Formats.Select(_ => new ExtractedFieldsLayout()).ToArray();
        var transformers = Formats.Select(format =>
            new RecordTransformer(new DecompressorSettings { DeliveryStreamName = "s", Format = format })).ToArray();
        new Fuzzer(
            "payload",
            [
                "\"messageType\":\"DATA_MESSAGE\"", "\"messageType\":\"CONTROL_MESSAGE\"", "\"logEvents\":[", "\"message\":\"",
                "\"extractedFields\":{", "\"id\":\"1\"", "\"timestamp\":1",
                "},{", "]}{", "{", "}", "[", "]", ",", ":", "\"", "\\\"", "\\u0000", "\\ud800", "\\n", "\ufeff", " ", "\t", "- ", "null",
                "true", "1e9", "18446744073709551616", "é", "\U0001F600",
            ],
            payloads =>
            {
                var which = payloads.Length % Formats.Length;
                List<string>? read = null;
                var said = "";
                try
                {
                    read = Payload.Read(payloads, Formats[which], layouts[which]);
                }
                catch (JsonException exception)
                {
                    said = WithoutPlaces(exception.Message);
                }
                Assert.Equal(ReferenceReader.Read(payloads, Formats[which]), read);
                if (read is null)
                    return said;
                CheckLines(payloads, Formats[which], transformers[which], read);
                return $"{which}: {Magnitude(read.Count)} events, "
                    + $"{Magnitude(read.Count(one => one.Contains(" | ", StringComparison.Ordinal)))} of them unparsed";
            }).Run();
    }

    [Fact]
    public void Lines_are_split_at_spaces_and_have_a_problem_if_they_do_not_match() => new Fuzzer(
        "line", ["2 ", "- ", "ACCEPT", "REJECT", "OK", "NODATA", "SKIPDATA", " ", "  ", "\t", "::", "10.0.0.1", "18446744073709551616",
            "-1", "+1", "1.0", "1e5", "\0", "é"],
        text =>
        {
            var format = Formats[text.Length % Formats.Length];
            var line = new FlowLogLine();
            var fits = line.Read(text, format);
            var values = Split(text);
            var said = new StringBuilder($"{fits}");
            var expected = values.Count == format.Fields.Length;
            for (var i = 0; i < format.Fields.Length; i++)
            {
                var field = format.Fields[i];
                var isValue = values.Count == format.Fields.Length && !IsAbsent(values[i]) && field.Accepts(values[i]);
                expected &= isValue || (values.Count == format.Fields.Length && IsAbsent(values[i]));
                Assert.True(line[field].SequenceEqual(isValue ? values[i] : []));
                said.Append(isValue ? '1' : '0');
            }
            Assert.Equal(expected, fits);
            // Invalid UTF-8 is reported with replacement characters.
            if (System.Text.Unicode.Utf8.IsValid(text))
                Assert.Equal(fits, FlowLogLine.Problem(text, format) is null);
            return said.ToString();
        }).Run();

    [Fact]
    public void Events_are_read_or_refused_with_a_reason() => new Fuzzer(
        "event",
        [
            "\"records\":[", "\"recordId\":\"1\"", "\"data\":\"\"", "\"Records\":[", "\"window\":{", "\"state\":{", "\"kinesis\":{",
            "\"applicationArn\":\"\"", "\"isFinalInvokeForWindow\":true",
            "\"from\":\"2026-11-01T00\"", "\"to\":\"9999-12-31T23\"", "\"discover\":true", "\"detail-type\":\"Scheduled Event\"",
            "\"time\":\"0001-01-01T00:00:00+14:00\"",
            "{", "}", "[", "]", ",", ":", "\"", "null", "true", "\\ud800", "\\u0000", "1e400", "9223372036854775808", "-1",
        ],
        json => $"{FirehoseOf(json)} / {WindowOf(json)} / {RegistrarOf(json)}").Run();

    [Fact]
    public void Statements_about_partitions_are_read_or_refused_with_a_place()
    {
        new Fuzzer(
            "ddl",
            [
                "ALTER TABLE ", "ADD ", "DROP ", "IF NOT EXISTS ", "IF EXISTS ", "PARTITION (", "LOCATION '", "SHOW PARTITIONS ",
                "SHOW DATABASES", "MSCK REPAIR TABLE t", "year='2026'", "'", "''", "`", "\"",
                "--", "/*", "*/", ";", ",", "(", ")", "=", ".", "\n", "\u00a0", "é", "\ud83d\ude00", "0x1",
            ],
            bytes =>
            {
                var sql = Encoding.UTF8.GetString(bytes);
                DdlStatement? statement;
                try
                {
                    statement = AthenaDdl.Parse(sql);
                }
                catch (AthenaException exception)
                {
                    return WithoutPlaces(exception.Message.Split(", found")[0]);
                }
                if (statement is AddPartitions or DropPartitions or ShowPartitions)
                    // The statement written again, with every quote that it needs, is the same statement: no value leaves its quotes.
                    Assert.Equal(Sql(statement), Sql(AthenaDdl.Parse(Sql(statement))!));
                return statement switch
                {
                    AddPartitions add => $"add {Magnitude(add.Partitions.Count)} {add.IfNotExists} {add.Database is null}",
                    DropPartitions drop => $"drop {Magnitude(drop.Partitions.Count)} {drop.IfExists} {drop.Database is null}",
                    _ => statement?.GetType().Name ?? "none",
                };
            }).Run();
    }

    // Reads the payloads as the function does, complete and divided in two.
    static void CheckLines(byte[] payloads, FlowLogFormat format, RecordTransformer transformer, List<string> read)
    {
        var base64 = Encoding.ASCII.GetBytes(Convert.ToBase64String(Gzipped.Of(payloads)));
        transformer.Begin();
        var whole = transformer.Transform(base64, int.MaxValue / 2, int.MaxValue / 2, CancellationToken.None);
        Assert.Null(whole.Reason);
        if (read.Count == 0)
        {
            Assert.Equal(TransformedRecord.NoEvents, whole);
            return;
        }
        var text = Encoding.UTF8.GetString(whole.Lines!.Value.Span);
        var lines = text.Split('\n');
        Assert.Equal(read.Count + 1, lines.Length);
        Assert.All(lines[..^1], line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));

        if (read.Count < 2 || transformer.Divide(base64, read.Count, (Encoding.UTF8.GetByteCount(text) + 2) / 3 * 4, 1000 * 1024,
            CancellationToken.None) is not { Rest: { } rest, First: { } first })
            return;
        var parts = first.Concat(rest).SelectMany(part => Payload.Read(Gzipped.Inflate(part), format)).ToList();
        Assert.Equal(read, parts);
    }

    static string FirehoseOf(byte[] json)
    {
        List<FirehoseRecord>? records;
        try
        {
            records = FirehoseEvent.Read(json);
        }
        catch (ArgumentException exception)
        {
            return WithoutPlaces(exception.Message);
        }
        try
        {
            var read = JsonElement.Parse(json).GetProperty("records").EnumerateArray().ToList();
            Assert.Equal(read.Count, records.Count);
            foreach (var (element, record) in read.Zip(records))
                Assert.Equal(element.GetProperty("recordId").GetRawText()[1..^1], Encoding.UTF8.GetString(record.RecordId.Span));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The function stops reading after the records, so any text may follow them.
        }
        var response = new ResponseBuilder(records);
        return $"{Magnitude(records.Count)} records, {Magnitude(response.Size)}";
    }

    static string WindowOf(byte[] json)
    {
        try
        {
            using var stream = new MemoryStream(json, 0, json.Length, writable: false, publiclyVisible: true);
            if (EventJson.ShapeOf(stream) == EventShape.AnalyticsOutput)
                return $"{EventJson.ReadAnalytics(stream).Records?.Count ?? -1} rows";
            var window = EventJson.ReadWindow(stream);
            var tally = RejectTally.FromState(window.State);
            var reader = new RejectReader(FlowLogFormat.Default);
            var reasons = (window.Records ?? []).Select(record => reader.Count(record?.Kinesis?.Data, tally)).ToList();
            return $"{Magnitude(reasons.Count)} records, {reasons.Count(reason => reason is null)} read, {window.IsFinalInvokeForWindow}";
        }
        catch (Exception exception) when (
            exception is ArgumentException or FormatException or Amazon.Lambda.Serialization.SystemTextJson.JsonSerializerException)
        {
            return WithoutPlaces(exception.Message);
        }
    }

    static string RegistrarOf(byte[] json)
    {
        JsonElement payload;
        try
        {
            payload = JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return "no JSON";
        }
        try
        {
            return RegistrarRequest.Read(payload).GetType().Name;
        }
        catch (ArgumentException exception)
        {
            return WithoutPlaces(exception.Message);
        }
    }

    static string Sql(DdlStatement statement)
    {
        var table = (statement.Database is null ? "" : $"{Name(statement.Database)}.") + Name(statement.Table);
        return statement switch
        {
            AddPartitions add => $"ALTER TABLE {table} ADD "
                + $"{(add.IfNotExists ? "IF NOT EXISTS " : "")}{string.Join(' ', add.Partitions.Select(Partition))}",
            DropPartitions drop => $"ALTER TABLE {table} DROP "
                + $"{(drop.IfExists ? "IF EXISTS " : "")}{string.Join(", ", drop.Partitions.Select(Partition))}",
            _ => $"SHOW PARTITIONS {table}",
        };

        static string Partition(PartitionSpecification partition) =>
            $"PARTITION ({string.Join(", ", partition.Values.Select(value => $"{Name(value.Key)} = {Text(value.Value)}"))})"
                + (partition.Location is null ? "" : $" LOCATION {Text(partition.Location)}");

        static string Name(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

        static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    // A word is a JSON string that ends before a space or the end of the text, or whatever is between spaces.
    static List<byte[]> Split(byte[] text) =>
        [.. Regex.Matches(Encoding.Latin1.GetString(text), """
            "(?:[^"\\]|\\.)*"(?![^ \t])|[^ \t]+
            """, RegexOptions.Singleline).Select(word => Encoding.Latin1.GetBytes(word.Value))];

    static bool IsAbsent(byte[] value) => value is [(byte)'-'];

    // Messages that differ only in a place, a number or the found text count as one.
    static string WithoutPlaces(string message)
    {
        const int Longest = 60;
        var text = new StringBuilder();
        var isQuoted = false;
        foreach (var letter in message[..Math.Min(message.Length, 400)])
        {
            isQuoted ^= letter is '\'' or '"';
            if (!isQuoted && text.Length < Longest && (char.IsAsciiLetter(letter) || letter == ' '))
                text.Append(letter);
        }
        return text.ToString();
    }

    static int Magnitude(long number) => number == 0 ? 0 : 1 + (int)Math.Log2(number);
}
