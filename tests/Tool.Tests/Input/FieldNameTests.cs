using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tool.Tests.Input;

/// <summary>Every name that AWS has used for the fields, in every type of file with names, gives the rows of the plain text.</summary>
public sealed class FieldNameTests : IDisposable
{
    static readonly string[] Fields = [.. FlowLogFormat.Default.Fields.Select(field => field.Name)];

    /// <summary>The names of each source for the default format's fields, in its order.</summary>
    static readonly Dictionary<string, string[]> Namings = new()
    {
        // "Flow log records", Amazon VPC User Guide.
        ["vpc"] = Fields,
        // "Create tables for VPC flow logs", Amazon Athena User Guide.
        ["athena"] = [.. Fields.Select(name => name.Replace('-', '_'))],
        // "Querying Amazon VPC Flow Logs", Amazon Athena User Guide, in its former version.
        ["former-athena"] = ("version account interfaceid sourceaddress destinationaddress sourceport destinationport protocol numpackets "
            + "numbytes "
            + "starttime endtime action logstatus").Split(' '),
        // "Analyzing VPC Flow Logs with Amazon Kinesis Firehose, Amazon Athena, and Amazon QuickSight", AWS Big Data Blog.
        ["blog"] = ("Version Account InterfaceId SourceAddress DestinationAddress SourcePort DestinationPort Protocol Packets Bytes "
            + "StartTime EndTime Action LogStatus").Split(' '),
        // "Supported logs and discovered fields", Amazon CloudWatch Logs User Guide.
        ["insights"] = ("version accountId interfaceId srcAddr dstAddr srcPort dstPort protocol packets bytes startTime endTime action "
            + "logStatus").Split(' '),
        // "Filter pattern syntax", Amazon CloudWatch Logs User Guide.
        ["filter"] = ("version account eni source destination srcport destport protocol packets bytes windowstart windowend action "
            + "flowlogstatus").Split(' '),
        ["upper"] = [.. Fields.Select(name => name.ToUpperInvariant().Replace('-', '_'))],
        ["split"] = ("Version ACCOUNT_ID Interface-Id src_addr dst-addr Src_Port DST-PORT Protocol num_packets Num-Bytes start_time "
            + "End-Time ACTION Log_Status").Split(' '),
    };

    static readonly Dictionary<string, Func<string[], byte[]>> Types = new()
    {
        ["csv"] = names => Table(names, ",", value => value),
        ["quoted.csv"] = names => Table(names, ",", value => $"\"{value}\""),
        ["semicolon.csv"] = names => Table(names, ";", value => value),
        ["tsv"] = names => Table(names, "\t", value => value),
        ["floats.csv"] = names => Table(names, ",", value => value, isFloat: true),
        ["times.csv"] = names => Table(names, ",", value => value, isTime: true),
        ["index.csv"] = names => Indexed(Table(names, ",", value => value)),
        ["arrival.csv"] = names => Arrived(Table(names, ",", value => value)),
        ["json"] = names => Encoding.UTF8.GetBytes($"[{string.Join(",\n", Rows().Select(row => Json(names, row).ToJsonString()))}]"),
        ["ndjson"] = names => Encoding.UTF8.GetBytes(string.Join("\n", Rows().Select(row => Json(names, row).ToJsonString()))),
        ["strings.json"] = names => Encoding.UTF8.GetBytes(string.Concat(Rows().Select(row => StringsJson(names, row)))),
        ["console.json"] = names => Encoding.UTF8.GetBytes($"[{string.Join(",", Rows().Select(row => ConsoleJson(names, row)))}]"),
        ["get-query-results.json"] = QueryResults,
        ["parquet"] = names => Parquet(names, "BIGINT"),
        ["doubles.parquet"] = names => Parquet(names, "DOUBLE"),
        ["text.parquet"] = names => Parquet(names, "VARCHAR"),
        ["header.log"] = names => FlowLogFiles.Lines([string.Join(' ', names), .. FlowLogFiles.Records]),
        ["format.log"] = names => FlowLogFiles.Lines([string.Join(' ', names.Select(name => $"${{{name}}}")), .. FlowLogFiles.Records]),
        ["tabs.log"] = names => FlowLogFiles.Lines(
            [string.Join('\t', names), .. FlowLogFiles.Records.Select(record => record.Replace(' ', '\t'))]),
    };

    readonly ReadInput _run = new();

    public static TheoryData<string, string> All =>
        [.. Namings.Keys.SelectMany(naming => Types.Keys.Select(type => new TheoryDataRow<string, string>(naming, type)))];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Every_naming_gives_the_rows_of_the_plain_text(string naming, string type)
    {
        var lines = _run.Read(_run.Write($"{naming}.{type}", Types[type](Namings[naming])));

        Assert.Equal(FlowLogFiles.Records.Order(StringComparer.Ordinal), lines);
        Assert.Equal((6, 0, 0), (_run.Input!.Lines, _run.Input.Misfits, _run.Input.Failures));
        Assert.Same(FlowLogFormat.Default, _run.Input.Format);
        Assert.Single(_run.Reports);
    }

    [Theory]
    [InlineData("a.csv", "version,account_id,interface_id,srcip,dstip,srcport,dstport,protocol,action\n2,1,eni-1,10.0.0.1,10.0.0.2,1,2,6,ACCEPT\n")]
    [InlineData("a.json", """{"version":2,"account_id":"1","interface_id":"eni-1","protocol":6,"action":"ACCEPT"}""")]
    public void A_file_without_addresses_packets_or_times_is_refused(string file, string content)
    {
        var lines = _run.Read(_run.Write(file, Encoding.UTF8.GetBytes(content)));

        Assert.Equal(_run.Input!.Misfits, lines.Length);
        Assert.True(_run.Input.Failures + _run.Input.Misfits > 0);
        Assert.NotEmpty(_run.Reports);
    }

    [Fact]
    public void Missing_and_unknown_columns_are_reported()
    {
        var path = _run.Write("a.csv", "version,srcaddr,dstaddr,firewall,start,end", "2,10.0.0.1,10.0.0.2,web,100,160");

        _run.Read(path);

        Assert.Contains($"{path}: the input has no packets and bytes. Those columns are NULL.", _run.Reports);
        Assert.Contains($"{path}: the fields firewall are not documented. Their values go to other_fields.", _run.Reports);
    }

    [Fact]
    public void Records_without_a_readable_time_are_reported()
    {
        var path = _run.Write("a.csv", "srcaddr,dstaddr,packets,end", "10.0.0.1,10.0.0.2,1,160", "10.0.0.1,10.0.0.2,1,",
            "10.0.0.1,10.0.0.3,1,");

        _run.Read(path);

        Assert.Contains(
            $"{path}: 2 records have no readable time, the first at 2. They are stored at the time of the run's newest record, or now "
            + $"if no record has a time.",
            _run.Reports);
    }

    static IEnumerable<string[]> Rows() => FlowLogFiles.Records.Select(record => record.Split(' '));

    static byte[] Table(string[] names, string delimiter, Func<string, string> quote, bool isFloat = false, bool isTime = false)
    {
        var rows = Rows().Select(row => string.Join(delimiter, row.Select((value, place) =>
            value == "-" ? ""
            : quote(isTime && Fields[place] is "start" or "end" ? $"{Time(value):yyyy-MM-dd HH:mm:ss.fff}"
                : isFloat && FlowLogFormat.Default.Fields[place].Type != FlowLogFieldType.Text ? $"{value}.0" : value))));
        return FlowLogFiles.Lines([string.Join(delimiter, names.Select(quote)), .. rows]);
    }

    static DateTimeOffset Time(string value) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(value, CultureInfo.InvariantCulture));

    // A table with its index, as pandas writes it.
    static byte[] Indexed(byte[] table)
    {
        var lines = Encoding.UTF8.GetString(table).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return FlowLogFiles.Lines([.. lines.Select((line, row) => row == 0 ? $",{line}" : $"{row - 1},{line}")]);
    }

    // Fields beside the time of arrival, as Logs Insights writes them.
    static byte[] Arrived(byte[] table)
    {
        var lines = Encoding.UTF8.GetString(table).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return FlowLogFiles.Lines([.. lines.Select((line, row) =>
            row == 0 ? $"@timestamp,@logStream,{line}" : $"2014-12-14 04:07:50.000,eni-1-all,{line}")]);
    }

    static JsonObject Json(string[] names, string[] row)
    {
        var json = new JsonObject();
        for (var place = 0; place < names.Length; place++)
            if (row[place] != "-")
                json[names[place]] = FlowLogFormat.Default.Fields[place].Type == FlowLogFieldType.Text ? row[place]
                    : JsonNode.Parse(row[place]);
        return json;
    }

    static string StringsJson(string[] names, string[] row) =>
        JsonSerializer.Serialize(names.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second));

    static string ConsoleJson(string[] names, string[] row) => JsonSerializer.Serialize(
        names.Zip(row).Prepend(("@timestamp", "2014-12-14 04:07:50.000")).ToDictionary(pair => pair.Item1, pair => pair.Item2));

    // "GetQueryResults", Amazon CloudWatch Logs API Reference.
    static byte[] QueryResults(string[] names) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        results = Rows().Select(row => names.Zip(row)
            .Prepend(("@timestamp", "2014-12-14 04:07:50.000"))
            .Append(("@ptr", "CmEKJgoiMTExMTExMTExMTExOi92cGMt"))
            .Select(pair => new { field = pair.Item1, value = pair.Item2 })),
        statistics = new { recordsMatched = 6.0, recordsScanned = 6.0, bytesScanned = 600.0 },
        status = "Complete",
    });

    static byte[] Parquet(string[] names, string numbers) => ParquetFile.Of(
        names.Select((name, place) =>
            (name, FlowLogFormat.Default.Fields[place].Type == FlowLogFieldType.Text ? "VARCHAR" : numbers)),
        Rows().Select(row => row.Select(value => value == "-" ? null : value)));
}
