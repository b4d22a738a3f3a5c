using System.Text;
using System.Text.Json;
using Tool.Tests.Input;

namespace Tool.Tests.Cli;

/// <summary>Files of every kind with columns, whose undocumented columns have any text, each with records of its own interfaces.</summary>
public sealed class OtherValueRun : SandboxRun
{
    internal static readonly string[] Texts =
    [
        "my web server",
        "a\tb", "say \"hi\" there", "\"quoted\"", "line\r\nbreak\n", "back\\slash \\", "\\", "\"", " around ", " ", "", "-",
        "ünï \U0001F30D", "\u0001\u001b[31m \u007f", "=1+2 ", "{\"a\": [1, 2]}", "\\u0041 \\ud800", "50 % + 1",
        string.Concat(Enumerable.Repeat("long \"text\" ", 8_500)),
    ];

    const string Record = "2 123456789010 ENI 10.0.0.1 10.0.0.2 40000 443 6 7 700 1793530000 1793530060 ACCEPT OK";

    static readonly string[] Names = [.. FlowLogFormat.Default.Fields.Select(field => field.Name), "Name", "tag:Owner (team)", "1st"];

    static readonly Dictionary<string, Func<string[][], byte[]>> Kinds = new()
    {
        ["csv"] = rows => Table(rows, ","),
        ["semicolon.csv"] = rows => Table(rows, ";"),
        ["tsv"] = rows => Table(rows, "\t"),
        ["json"] = rows => JsonSerializer.SerializeToUtf8Bytes(rows.Select(Object)),
        ["ndjson"] = rows => Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => JsonSerializer.Serialize(Object(row))))),
        ["get-query-results.json"] = rows => JsonSerializer.SerializeToUtf8Bytes(
            new { results = rows.Select(row => Object(row).Select(pair => new { field = pair.Key, value = pair.Value })) }),
        ["parquet"] = rows => ParquetFile.Of(Names.Select(name => (name, "VARCHAR")), rows),
    };

    public static TheoryData<string, int> All =>
        [.. Kinds.Keys.SelectMany(kind => Texts.Select((_, place) => new TheoryDataRow<string, int>(kind, place)))];

    internal static string Eni(string kind, int text) => $"eni-{kind}-{text}";

    private protected override async Task<Outcome> RunAsync()
    {
        foreach (var (kind, write) in Kinds)
            Here.Write($"flows.{kind}", write([.. Texts.Select((text, place) => (string[])
                [.. Record.Replace("ENI", Eni(kind, place), StringComparison.Ordinal).Split(' '), text, text, "plain"])]));
        return await Here.RunAsync(["run", .. Kinds.Keys.Select(kind => $"flows.{kind}")]);
    }

    static Dictionary<string, string> Object(string[] row) => Names.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second);

    static byte[] Table(string[][] rows, string delimiter) => Encoding.UTF8.GetBytes(string.Concat(rows.Prepend(Names).Select(row =>
        $"{string.Join(delimiter, row.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))}\n")));
}

public sealed class OtherValueTests(OtherValueRun run) : IClassFixture<OtherValueRun>
{
    [Theory]
    [MemberData(nameof(OtherValueRun.All), MemberType = typeof(OtherValueRun))]
    public void Any_text_of_an_undocumented_column_is_kept_beside_its_record(string kind, int text)
    {
        var row = Assert.Single(run.Rows, row => Equals(row["interface_id"], OtherValueRun.Eni(kind, text)));

        Assert.Equal(
            ("10.0.0.1", "443", 7L, "ACCEPT", null),
            (row["srcaddr"], row["dstport"], row["packets"], row["action"], row["unparsed"]));
        var others = JsonSerializer.Deserialize<Dictionary<string, string>>((string)row["other_fields"]!)!;
        var value = OtherValueRun.Texts[text] is var written and not ("" or "-") ? written : null;
        Assert.Equal(value, others.GetValueOrDefault("Name"));
        Assert.Equal(value, others.GetValueOrDefault("tag_Owner__team_"));
        Assert.Equal("plain", others["column_1st"]);
    }

    [Fact]
    public void Records_with_any_text_in_undocumented_columns_are_good_records()
    {
        Assert.Equal((0, ""), (run.Run.ExitCode, run.Run.Errors));
        Assert.Equal(OtherValueRun.All.Count, run.Run.Count("stored"));
    }

    [Fact]
    public async Task Text_of_an_undocumented_column_is_found_with_SQL() =>
        Assert.Equal(["7"], await run.Here.QueryAsync(
            "select count(*) from flow_logs where json_extract_scalar(other_fields, '$.Name') = 'my web server'"));

    // AWS writes no spaces into values of documented fields.
    [Fact]
    public async Task Text_with_spaces_in_a_documented_column_costs_only_this_value()
    {
        string[] values = ["\"my eni\"", "\"a\tb\"", "\"say \"\"hi\"\" there\"", " eu-west-1 "];
        using var here = new Sandbox();
        here.Write("flows.csv", "interface_id,srcaddr,dstaddr,start,end,packets,action,region\n" + string.Concat(values.Select(value =>
            $"eni-1, 10.0.0.1 ,10.0.0.2,1793530000,1793530060,7,REJECT,{value}\n")));

        await here.RunAsync("run", "flows.csv", "--max-bad", "100%");

        var rows = await here.RowsAsync();
        Assert.All(rows, row => Assert.Equal(("eni-1", "10.0.0.1", 7L), (row["interface_id"], row["srcaddr"], row["packets"])));
        Assert.Equal([(null, false), (null, false), (null, false), ("eu-west-1", true)],
            rows.Select(row => (row["region"], row["unparsed"] is null)));
    }
}
