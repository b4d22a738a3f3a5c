using System.Text;

namespace Tool.Tests.Cli;

/// <summary>Runs one file with every kind of bad line among good lines.</summary>
public sealed class BadLineRun : SandboxRun
{
    const string Good = "2 123456789010 eni-good 10.0.0.1 10.0.0.2 40000 443 6 10 840 1774000000 1774000060 ACCEPT OK";

    /// <summary>The bad lines, each with its expected reason.</summary>
    internal static readonly (string Line, string Reason)[] Bad =
    [
        ("2 123456789010 eni-bad", "3 fields where the format has 14"),
        ("x", "1 field where the format has 14"),
        ($"{Good} more", "15 fields where the format has 14"),
        (Good.Replace(" 443 ", " -443 ", StringComparison.Ordinal), "dstport is '-443', not a whole number from 0 to 65535"),
        (Good.Replace(" 443 ", " 65536 ", StringComparison.Ordinal), "dstport is '65536', not a whole number from 0 to 65535"),
        (Good.Replace(" 443 ", " https ", StringComparison.Ordinal), "dstport is 'https', not a whole number from 0 to 65535"),
        (Good.Replace(" 6 ", " 256 ", StringComparison.Ordinal), "protocol is '256', not a whole number from 0 to 255"),
        (Good.Replace(" 10 ", " -1 ", StringComparison.Ordinal), "packets is '-1', not a whole number from 0 to 9223372036854775807"),
        (Good.Replace(" 10 ", " 9223372036854775808 ", StringComparison.Ordinal), "packets is '9223372036854775808', not a whole number"),
        (Good.Replace(" 840 ", " 99999999999999999999999 ", StringComparison.Ordinal),
            "bytes is '99999999999999999999999', not a whole number"),
        (Good.Replace(" 840 ", " 8.4e2 ", StringComparison.Ordinal), "bytes is '8.4e2', not a whole number"),
        (Good.Replace(" 840 ", " +840 ", StringComparison.Ordinal), "bytes is '+840', not a whole number"),
        (Good.Replace("1774000060", "2026-03-20T09:47:40Z", StringComparison.Ordinal), "end is '2026-03-20T09:47:40Z', not a whole number"),
        (Good.Replace("1774000060", "1774000060000000", StringComparison.Ordinal), "end is '1774000060000000', not a whole number"),
        ("""{"version":2,"account-id":"123456789010"}""", "1 field where the format has 14"),
        ("""say "hello" \ to \n \u0041 the 'world', <b>&amp;</b>""", "9 fields where the format has 14"),
        ("a line with \u0001 control \u007f characters \e[31mred\e[0m and \u0000 all", "11 fields where the format has 14"),
        ("déjà vu 你好 🚀 \u2028 ﷽", "6 fields where the format has 14"),
        ("Version Account-id Interface-id Srcaddr", "4 fields where the format has 14"),
        (Good.Replace("eni-good", "eni\"good", StringComparison.Ordinal), "interface-id is 'eni\"good', not plain text"),
        (Good.Replace("10.0.0.1", @"10.0.0.1\", StringComparison.Ordinal), @"srcaddr is '10.0.0.1\', not plain text"),
        (Good.Replace("OK", "\e[2J", StringComparison.Ordinal), @"log-status is '\x1b[2J', not plain text"),
        ($"# {Good}", "15 fields where the format has 14"),
        (new string('x', 70_000), "1 field where the format has 14"),
    ];

    private protected override async Task<Outcome> RunAsync()
    {
        Here.Write("flows.txt", string.Concat(Bad.Select(bad => $"{Good}\n{bad.Line}\n")));
        // Log events can have neither of these lines unchanged.
        Here.Write("bytes.txt", [.. Encoding.UTF8.GetBytes($"{Good}\n"), 0xc3, 0x28, (byte)' ', 0xff, (byte)'\n',
            .. Encoding.UTF8.GetBytes(Good), 0xfe, (byte)'\n']);
        Here.Write("long.txt", $"{Good}\n{new string('y', 3_000_000)}\n{Good}{new string(' ', 2_000_000)}\r\n{Good}\n");
        return await Here.RunAsync("run", "flows.txt", "bytes.txt", "long.txt");
    }
}

public sealed class BadLineTests(BadLineRun lines) : IClassFixture<BadLineRun>
{
    static readonly int GoodLines = BadLineRun.Bad.Length + 3;
    static readonly int BadLines = BadLineRun.Bad.Length + 4;

    public static TheoryData<int> EachBadLine => [.. Enumerable.Range(0, BadLineRun.Bad.Length)];

    [Theory]
    [MemberData(nameof(EachBadLine))]
    public void A_bad_line_is_reported_with_file_number_and_reason(int bad) => Assert.StartsWith(
        $"flows.txt:{2 * (bad + 1)}: {BadLineRun.Bad[bad].Reason}", lines.Run.ErrorLines[bad], StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(EachBadLine))]
    public void A_bad_line_is_kept_whole_in_unparsed(int bad) =>
        Assert.Single(lines.Rows, row => row["unparsed"] is string unparsed && unparsed == BadLineRun.Bad[bad].Line);

    [Fact]
    public void Invalid_UTF_8_is_replaced_and_long_lines_are_truncated()
    {
        Assert.Equal(
            [
                @"bytes.txt:2: not UTF-8, which a log event has to be; other bytes are kept as \xHH",
                @"bytes.txt:3: not UTF-8, which a log event has to be; other bytes are kept as \xHH",
                "long.txt:2: longer than 1048550 bytes, the limit of a log event; its beginning is kept",
                "long.txt:3: longer than 1048550 bytes, the limit of a log event; its beginning is kept",
            ],
            lines.Run.ErrorLines.Skip(BadLineRun.Bad.Length));
        Assert.Single(lines.Rows, row => row["unparsed"] is @"\xc3( \xff");
        Assert.Single(lines.Rows, row => row["unparsed"] is string text
            && text.StartsWith("2 123456789010 eni-good", StringComparison.Ordinal)
            && text.EndsWith(@"ACCEPT OK\xfe", StringComparison.Ordinal));
        Assert.Single(lines.Rows, row =>
            row["unparsed"] is string text && text.StartsWith("yyyyyyyy", StringComparison.Ordinal) && text.Length == 1_048_550);
        Assert.Single(lines.Rows, row =>
            row["unparsed"] is string text && text.StartsWith("2 123456789010", StringComparison.Ordinal) && text.Length == 1_048_550);
    }

    [Fact]
    public void The_good_lines_are_stored()
    {
        Assert.Equal(GoodLines, lines.Rows.Count(row => row["unparsed"] is null));
        Assert.All(lines.Rows.Where(row => row["unparsed"] is null), row => Assert.Equal(
            "2026/03/20/09: 2 123456789010 eni-good 10.0.0.1 10.0.0.2 40000 443 6 10 840 2026-03-20T09:46:40 2026-03-20T09:47:40 ACCEPT "
            + "OK -", row.ToString()));
    }

    [Fact]
    public void The_counts_agree_and_the_run_succeeds()
    {
        Assert.Equal(0, lines.Run.ExitCode);
        Assert.Equal(GoodLines + BadLines, lines.Run.Count("records in"));
        Assert.Equal(GoodLines + BadLines, lines.Run.Count("stored"));
        Assert.Equal(BadLines, lines.Run.Count("unparsed"));
        Assert.Equal(0, lines.Run.Count("failed"));
        Assert.Equal(BadLines, lines.Run.ErrorLines.Count);
        Assert.Equal(GoodLines + BadLines, lines.Rows.Count);
    }

    [Fact]
    public void The_readable_values_of_a_bad_line_are_in_its_columns()
    {
        var row = Assert.Single(lines.Rows, row => row["unparsed"] is string text && text.Contains(" -443 ", StringComparison.Ordinal));

        Assert.Null(row["dstport"]);
        Assert.Equal("40000", row["srcport"]);
        Assert.Equal(840L, row["bytes"]);
        Assert.Equal("2026/03/20/09", row.Hour);
    }

    [Fact]
    public void Control_characters_of_a_line_do_not_reach_the_terminal() =>
        Assert.DoesNotContain(lines.Run.Errors, letter => char.IsControl(letter) && letter != '\n');

    [Fact]
    public async Task Bad_lines_can_be_queried() =>
        Assert.Equal([$"{BadLines}"], await lines.Here.QueryAsync("select count(*) from flow_logs where unparsed is not null"));
}
