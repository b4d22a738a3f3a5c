using System.Globalization;
using System.Text;
using System.Text.Json;
using Emulator.Athena;
using Emulator.Tests.Athena;
using Spectre.Console;
using Tool.Cli;

namespace Tool.Tests.Cli;

public sealed class ResultWriterTests : IDisposable
{
    const string Everything = """
        SELECT 9223372036854775807 AS big, 'a,"b"' AS "quoted, [name]", NULL AS none, '' AS empty, timestamp '2014-12-14 04:06:50' AS time, 1.50 AS decimal,
          0.1e0 AS double, true AS truth, ARRAY[1, NULL] AS list, CAST(ROW('x') AS ROW(a varchar)) AS row
        UNION ALL SELECT 1, 'é€', NULL, 'line' || chr(10) || 'break', NULL, NULL, NULL, NULL, NULL, NULL
        """;

    readonly TestTable _table = new();

    [Fact]
    public void Csv_quotes_special_values_and_distinguishes_null_from_empty_text() => Assert.Equal(
        """"
        big,"quoted, [name]",none,empty,time,decimal,double,truth,list,row
        9223372036854775807,"a,""b""",,"",2014-12-14 04:06:50.000,1.50,0.1,true,"[1, null]",{a=x}
        1,é€,,"line
        break",,,,,,

        """",
        Text(Everything, ResultWriter.WriteCsv));

    [Fact]
    public void Numbers_are_numbers_in_Json()
    {
        using var output = new MemoryStream();
        using (var result = _table.Engine.Query(Everything, TestContext.Current.CancellationToken))
            ResultWriter.WriteJson(result, output);
        using var json = JsonDocument.Parse(output.ToArray());
        var row = json.RootElement[0];
        Assert.Equal(2, json.RootElement.GetArrayLength());
        Assert.Equal(long.MaxValue, row.GetProperty("big").GetInt64());
        Assert.Equal("a,\"b\"", row.GetProperty("quoted, [name]").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("none").ValueKind);
        Assert.Equal("2014-12-14 04:06:50.000", row.GetProperty("time").GetString());
        Assert.Equal("1.50", row.GetProperty("decimal").GetRawText());
        Assert.Equal("[1,null]", row.GetProperty("list").GetRawText());
        Assert.Equal("{\"a\":\"x\"}", row.GetProperty("row").GetRawText());
        Assert.Contains("é€", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_of_no_rows_is_an_empty_array()
    {
        using var output = new MemoryStream();
        using (var result = _table.Engine.Query("SELECT 1 AS one WHERE false", TestContext.Current.CancellationToken))
            ResultWriter.WriteJson(result, output);
        using var json = JsonDocument.Parse(output.ToArray());
        Assert.Equal(0, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void A_table_in_a_pipe_is_aligned_text_without_colour() => Assert.Equal(
        """
        protocol     packets  action
        --------  ----------  ------
               6          12  ACCEPT
              17  3000000000

        """,
        Text("SELECT 6 AS protocol, 12 AS packets, 'ACCEPT' AS action UNION ALL SELECT 17, 3000000000, NULL", (result, output) => ResultWriter.WriteTable(result, output)));

    [Fact]
    public void A_statement_without_a_result_writes_nothing()
    {
        Assert.Equal("", Text("ALTER TABLE flow_logs ADD PARTITION (year='1', month='2', day='3', hour='4')", (result, output) => ResultWriter.WriteTable(result, output)));
        Assert.Equal("", Text("ALTER TABLE flow_logs DROP PARTITION (year='1')", ResultWriter.WriteCsv));
    }

    [Fact]
    public void A_table_continues_after_its_measured_rows()
    {
        var lines = Text("SELECT a.x * 50 + b.y AS number FROM UNNEST(sequence(0, 49)) AS a(x) CROSS JOIN UNNEST(sequence(0, 49)) AS b(y) "
            + "ORDER BY 1", (result, output) => ResultWriter.WriteTable(result, output)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2502, lines.Length);
        Assert.Equal("2499", lines[^1].Trim());
    }

    [Theory]
    [InlineData(80, """
        ╭────────┬───────╮
        │ number │ other │
        ├────────┼───────┤
        │     12 │ [b]   │
        ╰────────┴───────╯
        """)]
    [InlineData(12, """
        ── row 1 ───
        number  12
        other   [b]
        """)]
    public void A_terminal_gets_a_table_or_if_it_is_too_narrow_blocks(int width, string expected)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(output)
            });
        console.Profile.Width = width;
        using (var result = _table.Engine.Query("SELECT 12 AS number, '[b]' AS other", TestContext.Current.CancellationToken))
            ResultWriter.WriteTable(result, console);
        Assert.Equal(expected, string.Join('\n', output.ToString().Split('\n').Select(line => line.TrimEnd())).Trim());
    }

    [Fact]
    public void Statistics_are_one_line() => Assert.Equal(
        "1,234 rows, 1 of 72 files read (1 of 74 partitions), 12.3 KB scanned, 0.12 s",
        new QueryStatistics(1234, 1, 72, 12_345, 1, 74, TimeSpan.FromMilliseconds(123)).ToString());

    public void Dispose() => _table.Dispose();

    string Text(string sql, Action<QueryResult, TextWriter> write)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        using var result = _table.Engine.Query(sql, TestContext.Current.CancellationToken);
        write(result, output);
        return output.ToString();
    }
}
