using System.Text;

namespace Tool.Tests.Cli;

/// <summary>Runs files of every kind, each with records of its own interface.</summary>
public sealed class InputKindsRun : SandboxRun
{
    const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
        + "log-status";

    private protected override async Task<Outcome> RunAsync()
    {
        Here.Write("plain.txt", $"{Of("plain")}\n{Of("plain")}\n");
        Here.Write("no-last-newline.txt", $"{Of("no-last-newline")}\n{Of("no-last-newline")}");
        Here.Write("crlf.txt", $"{Of("crlf")}\r\n\r\n{Of("crlf")}\r\n");
        Here.Write("blank-lines.txt", $"\n\n{Of("blank-lines")}\n \t \n\n{Of("blank-lines")}\n\n\n");
        Here.Write("header.txt", $"{Header}\n{Of("header")}\n{Of("header")}\n");
        Here.Write("header-crlf-bom.txt", $"\uFEFF{Header}\r\n{Of("header-crlf-bom")}\r\n{Of("header-crlf-bom")}");
        Here.Write("two-headers.txt", $"{Header}\n{Of("two-headers")}\n{Header}\n{Of("two-headers")}\n");
        Here.Write("bom.txt", $"\uFEFF{Of("bom")}\n{Of("bom")}\n");
        Here.Write("tabs-and-spaces.txt",
            $"{Of("tabs-and-spaces").ToString().Replace(' ', '\t')}\n  "
            + $"{Of("tabs-and-spaces").ToString().Replace(" ", "   ", StringComparison.Ordinal)}  \n");
        Here.Write("gzip.log.gz", Gzipped.Of($"{Header}\n{Of("gzip")}\n{Of("gzip")}\n"));
        Here.Write("gzip-by-another-name.txt", Gzipped.Of($"{Of("gzip-by-another-name")}\n{Of("gzip-by-another-name")}"));
        Here.Write("text-by-another-name.gz", $"{Of("text-by-another-name")}\n{Of("text-by-another-name")}\n");
        Here.Write("members.gz", [.. Gzipped.Of($"{Of("members")}\n"), .. Gzipped.Of(""), .. Gzipped.Of($"{Of("members")}\n")]);
        Here.Write("name with spaces [and] ünïcode.txt", $"{Of("name")}\n{Of("name")}\n");
        Directory.CreateDirectory(Here.PathOf("folder"));
        Here.Write("folder/in-a-folder.txt", $"{Of("in-a-folder")}\n{Of("in-a-folder")}\n");
        var files = Directory.EnumerateFiles(Here.Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Here.Folder, file)).Order();
        return await Here.RunAsync(Encoding.UTF8.GetBytes($"{Of("stdin")}\n{Of("stdin")}"), new Dictionary<string, string>(),
            ["run", .. files, "-"]);
    }

    static Line Of(string eni) => new() { Eni = $"eni-{eni}" };
}

public sealed class InputKindsTests(InputKindsRun inputs) : IClassFixture<InputKindsRun>
{
    [Theory]
    [InlineData("plain")]
    [InlineData("no-last-newline")]
    [InlineData("crlf")]
    [InlineData("blank-lines")]
    [InlineData("header")]
    [InlineData("header-crlf-bom")]
    [InlineData("two-headers")]
    [InlineData("bom")]
    [InlineData("tabs-and-spaces")]
    [InlineData("gzip")]
    [InlineData("gzip-by-another-name")]
    [InlineData("text-by-another-name")]
    [InlineData("members")]
    [InlineData("name")]
    [InlineData("in-a-folder")]
    [InlineData("stdin")]
    public void Both_records_of_each_input_are_stored_unchanged(string input)
    {
        var expected = new Line { Eni = $"eni-{input}" };
        var rows = inputs.Rows.Where(row => Equals(row["interface_id"], expected.Eni)).ToList();

        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            ["2", expected.Account, expected.Eni, expected.Source, "10.0.0.2", "40000", "443", "6", expected.Packets, expected.Bytes,
                expected.Action, "OK"],
            row.Values.Take(15).Where(value => value.Key is not ("start" or "end" or "unparsed"))
                .Select(value => value.Value!.ToString())));
        Assert.All(rows, row => Assert.Null(row["unparsed"]));
        Assert.All(rows, row => Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(expected.End).UtcDateTime, row["end"]));
    }

    [Fact]
    public void Headers_and_blank_lines_are_not_records_and_not_reported()
    {
        Assert.Equal("", inputs.Run.Errors);
        Assert.Equal(0, inputs.Run.ExitCode);
        Assert.Equal(16 * 2, inputs.Run.Count("records in"));
        Assert.Equal(16 * 2, inputs.Rows.Count);
    }

    [Fact]
    public async Task Format_option_takes_plain_names_as_a_header_has_them()
    {
        using var here = new Sandbox();
        here.Write("flows.txt", "REJECT 10.0.0.1 10.0.0.2 1793530000 1793530060 7\n");

        var run = await here.RunAsync("run", "flows.txt", "--format", "action srcaddr dstaddr start end packets");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["REJECT,10.0.0.1,10.0.0.2,7"], await here.QueryAsync("select action, srcaddr, dstaddr, packets from flow_logs"));
    }

    // As '>' of Windows PowerShell writes it.
    [Theory]
    [InlineData("utf-16", "txt")]
    [InlineData("utf-16BE", "csv")]
    public async Task Utf_16_is_read(string encoding, string extension)
    {
        using var here = new Sandbox();
        var header = "srcaddr dstaddr start end packets action";
        var text = $"{header}\r\n10.0.0.1 10.0.0.2 1793530000 1793530060 7 REJECT\r\n";
        var name = $"flows.{extension}";
        File.WriteAllText(
            here.PathOf(name), extension == "csv" ? text.Replace(' ', ',') : text, System.Text.Encoding.GetEncoding(encoding));

        var run = await here.RunAsync("run", name);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["REJECT,10.0.0.1,10.0.0.2,7"], await here.QueryAsync("select action, srcaddr, dstaddr, packets from flow_logs"));
    }

    [Fact]
    public async Task Repeated_header_of_CSV_is_no_record()
    {
        using var here = new Sandbox();
        const string File = "srcaddr,dstaddr,start,end,packets,action\n10.0.0.1,10.0.0.2,1793530000,1793530060,7,REJECT\n";
        here.Write("flows.csv", File + File);

        var run = await here.RunAsync("run", "flows.csv");

        Assert.Equal((0, "", 2), (run.ExitCode, run.Errors, run.Count("stored")));
    }
}
