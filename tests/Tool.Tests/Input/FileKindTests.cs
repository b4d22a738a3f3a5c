using System.Text;
using Tool.Input;

namespace Tool.Tests.Input;

public sealed class FileKindTests : IDisposable
{
    readonly ReadInput _run = new();

    public static TheoryData<string> Kinds => [.. FlowLogFiles.Kinds.Keys];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_of_each_kind_gives_the_same_records(string kind)
    {
        var path = _run.Write(kind, FlowLogFiles.Kinds[kind](FlowLogFiles.Records));

        var lines = _run.Read(path);

        Assert.Equal(FlowLogFiles.Records.Order(StringComparer.Ordinal), lines);
        Assert.Equal((6, 0, 0), (_run.Input!.Lines, _run.Input.Misfits, _run.Input.Failures));
        Assert.Same(FlowLogFormat.Default, _run.Input.Format);
        Assert.StartsWith($"{path}: ", Assert.Single(_run.Reports));
    }

    [Theory]
    [InlineData("plain.log", "flow-log text")]
    [InlineData("header.log.gz", "flow-log text, gzip, 14 fields by its header")]
    [InlineData("delivered.parquet", "Parquet, 14 fields by its columns")]
    [InlineData("export.gz", "CloudWatch Logs export, gzip")]
    [InlineData("payloads-gzip-again.gz", "JSON, gzip, gzip")]
    [InlineData("insights.csv", "CSV")]
    [InlineData("headless.csv", "CSV, 14 fields by its first row")]
    [InlineData("tail-detailed.txt", "CloudWatch Logs export")]
    [InlineData("athena.csv", "CSV, 14 fields by its columns")]
    public void The_detected_kind_is_reported(string kind, string report)
    {
        var path = _run.Write(kind, FlowLogFiles.Kinds[kind](FlowLogFiles.Records));

        _run.Read(path);

        Assert.Equal([$"{path}: {report}"], _run.Reports);
    }

    [Fact]
    public void A_folder_is_read_recursively_without_files_that_are_not_data()
    {
        const string day = "AWSLogs/123456789010/vpcflowlogs/eu-west-1/2014/12/14/";
        _run.Write($"{day}one.log.gz", FlowLogFiles.Kinds["header.log.gz"](FlowLogFiles.Records[..2]));
        _run.Write($"{day}04/two.log.gz", FlowLogFiles.Kinds["alphabetical.log.gz"](FlowLogFiles.Records[2..]));
        _run.Write("aws-logs-write-test", "Permission Check Successful");
        _run.Write("_SUCCESS", "x");
        _run.Write("result.csv.metadata", "x");

        Assert.Equal(FlowLogFiles.Records.Order(StringComparer.Ordinal), _run.Read(_run.Folder));
    }

    [Theory]
    [InlineData("*.log", 2)]
    [InlineData("2014/*/b.log", 2)]
    [InlineData("**/b.log", 3)]
    [InlineData("20??", 3)]
    [InlineData("2014/1?/*", 2)]
    public void A_pattern_selects_the_matching_files(string pattern, int records)
    {
        foreach (var name in new[] { "a.log", "b.log", "2014/12/b.log", "2014/13/b.log", "2015/c.log" })
            _run.Write(name, FlowLogFiles.Records[0]);

        Assert.Equal(records, _run.Read(Path.Combine(_run.Folder, pattern)).Length);
    }

    [Fact]
    public void A_pattern_without_matches_and_an_empty_folder_are_errors()
    {
        var sources = new InputSources("", _ => { });

        Assert.Contains("no file matches", Assert.Throws<InputException>(() => sources.Find(Path.Combine(_run.Folder, "*.gz"))).Message);
        Assert.Contains("no files with flow logs", Assert.Throws<InputException>(() => sources.Find(_run.Folder)).Message);
    }

    [Fact]
    public void A_requested_kind_overrides_detection()
    {
        // The content would be detected as text, because the first line has no time.
        var path = _run.Write("odd.txt", FlowLogFiles.Records[0], $"2014-12-14T04:07:50.000Z {FlowLogFiles.Records[1]}");

        Assert.Equal(FlowLogFiles.Records[..2].Order(StringComparer.Ordinal), _run.Read([path], kind: FileKind.Export));
    }

    [Fact]
    public void A_requested_format_is_used_for_files_without_a_header()
    {
        var path = _run.Write("events.json", """{"events":[{"timestamp":1418530070123,"message":"REJECT 6 3"}]}""");

        var lines = _run.Read([path], own: FlowLogFormat.Parse("${action} ${protocol} ${packets}"));

        Assert.Equal(["- - - - - - - 6 3 - - - REJECT -"], lines);
        Assert.Equal(1418530070, Assert.Single(_run.Input!.Replay(0)).End);
    }

    [Fact]
    public void Transit_gateway_records_are_recognized_without_a_header()
    {
        const string record = "6 TransitGateway 123456789012 tgw-0123 tgw-attach-1 111111111111 222222222222 vpc-1 vpc-2 subnet-1 "
            + "subnet-2 eni-1 eni-2 use1-az1 use1-az2 "
            + "tgw-attach-2 10.0.0.1 10.1.0.1 443 50000 6 10 1000 1700000000 1700000060 OK IPv4 0 1 0 0 18 us-east-1 egress - -";

        var line = Assert.Single(_run.Read(_run.Write("tgw.log", record)));

        Assert.StartsWith("6 123456789012 - 10.0.0.1 10.1.0.1 443 50000 6 10 1000 1700000000 1700000060 - OK TransitGateway tgw-0123",
            line);
        Assert.Equal(0, _run.Input!.Misfits);
    }

    [Fact]
    public void A_concatenated_object_that_is_not_a_record_affects_no_other()
    {
        var path = _run.Write("mixed.json", Encoding.UTF8.GetBytes($$"""{"message":"{{FlowLogFiles.Records[0]}}"}{"a":[1]} 7 {"message":"{{FlowLogFiles.Records[1]}}"}"""));

        var lines = _run.Read(path);

        Assert.Equal(["7", .. FlowLogFiles.Records[..2].Append("{\"a\":[1]}").Order(StringComparer.Ordinal)],
            lines.OrderBy(line => line == "7" ? 0 : 1));
        Assert.Equal(2, _run.Input!.Misfits);
    }

    [Theory]
    [InlineData("broken.json", "{\"message\":\"x\"}{\"mess", "end of data")]
    [InlineData("broken.csv", "@message\n\"open", "quote")]
    [InlineData("broken.parquet", "PAR1 and no more of it", "is invalid Parquet")]
    public void A_damaged_file_is_reported_in_one_line(string name, string content, string reason)
    {
        _run.Read(_run.Write(name, Encoding.UTF8.GetBytes(content)));

        Assert.Equal(1, _run.Input!.Failures);
        Assert.Contains(reason, _run.Reports[^1], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""{"invocationId":"i","applicationArn":"a","records":[{"recordId":"1","data":"eyJwcm90b2NvbCI6NiwicGFja2V0cyI6M30="}]}""")]
    [InlineData("""{"Records":[{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"}}}]}""")]
    [InlineData("""{"awslogs":{"data":"bm90IGpzb24="}}""")]
    [InlineData("""{"awslogs":{"data":"not base64"}}""")]
    public void An_event_without_flow_logs_is_refused(string json)
    {
        var lines = _run.Read(_run.Write("event.json", Encoding.UTF8.GetBytes(json)));

        Assert.Empty(lines);
        Assert.Equal(1, _run.Input!.Failures);
        Assert.Contains("is an event", _run.Reports[^1]);
    }

    [Fact]
    public void A_JSON_object_with_14_words_is_not_a_record()
    {
        const string json = """{"text":"2 1 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 100 160 ACCEPT OK"}""";

        var lines = _run.Read(_run.Write("a.json", Encoding.UTF8.GetBytes(json)));

        Assert.Equal([json], lines);
        Assert.Equal(1, _run.Input!.Misfits);
        Assert.Equal(15, _run.Input.Format.Fields.Length);
    }

    [Theory]
    [InlineData("2;1;eni-1;10.0.0.1\n")]
    [InlineData("a,b,c\n1,2,3\n")]
    public void CSV_without_field_names_is_refused(string content)
    {
        var lines = _run.Read([_run.Write("a.csv", Encoding.UTF8.GetBytes(content))], kind: FileKind.Csv);

        Assert.Empty(lines);
        Assert.Contains("has no header with flow log fields, and its rows are not records of 14 values.", _run.Reports[^1]);
    }

    [Fact]
    public void CSV_without_a_header_has_the_requested_format()
    {
        var path = _run.Write("a.csv", Encoding.UTF8.GetBytes("REJECT;10.0.0.1;7;160\nACCEPT;10.0.0.2;;220\n"));

        var lines = _run.Read([path], own: FlowLogFormat.Parse("${action} ${srcaddr} ${packets} ${end}"), kind: FileKind.Csv);

        Assert.Equal(["- - - 10.0.0.1 - - - - 7 - - 160 REJECT -", "- - - 10.0.0.2 - - - - - - - 220 ACCEPT -"], lines);
    }

    [Fact]
    public void Milliseconds_are_not_read_as_seconds()
    {
        _run.Read(_run.Write("ms.log", FlowLogFiles.Records[0].Replace("1418530070", "1418530070000")));

        Assert.Equal(1, _run.Input!.Misfits);
        Assert.Contains("end is '1418530070000', not a whole number from 0 to 253402300799", _run.Reports[^1]);
    }
}
