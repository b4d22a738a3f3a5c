using System.Text;

namespace Tool.Tests.Cli;

/// <summary>Unreadable inputs: one clear line for each, and exit code 1.</summary>
public sealed class UnreadableInputTests
{
    [Theory]
    [InlineData("empty.txt", "is empty")]
    [InlineData("empty.gz", "is empty")]
    [InlineData("blank.txt", "has no flow log records")]
    [InlineData("header-only.txt", "has no flow log records")]
    [InlineData("folder", "the folder has no files with flow logs")]
    [InlineData("missing.txt", "file not found")]
    [InlineData("no/such/folder/flows.txt", "file not found")]
    [InlineData(".bl*", "no file matches the pattern")]
    [InlineData("./.bl*", "no file matches the pattern")]
    [InlineData("random.bin", "is a binary file")]
    [InlineData("four-bytes.bin", "is a binary file")]
    [InlineData("binary.gz", "is a binary file")]
    [InlineData("stored.parquet", "is invalid Parquet")]
    [InlineData("flows.zip", "is a zip archive or an Excel workbook, which must be unpacked or exported as CSV. Flow logs are text")]
    [InlineData("flows.bz2", "is compressed by bzip2, and must be unpacked")]
    [InlineData("flows.zst", "is compressed by zstd, and must be unpacked")]
    [InlineData("flows.pcap", "is a packet capture, not a flow log")]
    [InlineData("truncated.gz", "The gzip data is damaged or truncated")]
    [InlineData("damaged.gz", "The gzip data is damaged or truncated")]
    [InlineData("two-bytes.gz", "The gzip data is damaged or truncated")]
    public async Task An_unreadable_input_is_one_line_with_its_name(string name, string reason)
    {
        using var here = new Sandbox();
        WriteAll(here);

        var run = await here.RunAsync("run", name);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(name, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Empty(here.ParquetFiles);
    }

    [Fact]
    public async Task Readable_files_among_unreadable_ones_are_stored()
    {
        using var here = new Sandbox();
        WriteAll(here);
        here.Write("good.txt", [new Line { Eni = "eni-good" }]);
        here.Write("partly.gz", Truncated(
            Gzipped.Of(Line.Text(Line.Some(5_000, DateTimeOffset.FromUnixTimeSeconds(1_774_000_000), TimeSpan.FromMinutes(3))))));

        var run = await here.RunAsync("run", "missing.txt", "good.txt", "random.bin", "partly.gz", "folder", "empty.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            ["missing.txt", "random.bin", "partly.gz", "folder", "empty.txt", "flowlogs"],
            run.ErrorLines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains("4 of the inputs could not be read completely", run.ErrorLines[^1], StringComparison.Ordinal);
        var rows = await here.RowsAsync();
        Assert.Single(rows, row => row["interface_id"] is "eni-good");
        Assert.InRange(rows.Count, 1_000, 5_000);
        Assert.Equal(rows.Count, run.Count("records in"));
        Assert.Contains($"{rows.Count - 1} lines before the error are kept", run.ErrorLines[2], StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Null(row["unparsed"]));
    }

    [Fact]
    public async Task A_file_without_read_permission_is_an_error_of_one_line()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Root can read every file, and Windows has no file modes.");
            return;
        }
        using var here = new Sandbox();
        here.Write("secret.txt", [new Line()]);
        File.SetUnixFileMode(here.PathOf("secret.txt"), UnixFileMode.None);

        var run = await here.RunAsync("run", "secret.txt");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("secret.txt: the input cannot be read: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_input_leaves_no_copy()
    {
        using var here = new Sandbox();
        var random = new byte[100_000];
        new Random(1).NextBytes(random);
        here.Write("stored.parquet.gz", Truncated(Gzipped.Of($"PAR1{Convert.ToBase64String(random)}")));
        var temporary = Directory.CreateDirectory(here.PathOf("temporary"));

        var run = await here.RunAsync(null, new Dictionary<string,
            string>
        { ["TMPDIR"] = temporary.FullName, ["TMP"] = temporary.FullName }, "run", "stored.parquet.gz");

        Assert.Equal("stored.parquet.gz: The gzip data is damaged or truncated.", Assert.Single(run.ErrorLines));
        Assert.Empty(temporary.GetFiles());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(40)]
    public async Task A_damaged_second_member_is_reported_and_the_first_is_read(int damaged)
    {
        using var here = new Sandbox();
        var second = Gzipped.Of(string.Concat(Enumerable.Repeat($"{new Line()}\n", 50)));
        second[damaged] ^= 0x55;
        here.Write("flows.gz", [.. Gzipped.Of($"{new Line()}\n{new Line()}\n"), .. second]);

        var run = await here.RunAsync("run", "flows.gz");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.ErrorLines, line =>
            line.StartsWith("flows.gz: ", StringComparison.Ordinal) && line.Contains("gzip data", StringComparison.Ordinal));
        Assert.InRange((await here.RowsAsync()).Count, 2, 52);
    }

    [Fact]
    public async Task Data_after_the_padding_of_gzip_is_reported_and_the_records_before_it_are_read()
    {
        using var here = new Sandbox();
        here.Write("flows.gz", [.. Gzipped.Of($"{new Line()}\n{new Line()}\n"), .. new byte[100_000], 1]);

        var run = await here.RunAsync("run", "flows.gz");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.ErrorLines, line => line.StartsWith("flows.gz: Bytes that are not gzip data follow", StringComparison.Ordinal));
        Assert.Equal(2, (await here.RowsAsync()).Count);
    }

    static void WriteAll(Sandbox here)
    {
        here.Write("empty.txt", "");
        here.Write("empty.gz", Gzipped.Of(""));
        here.Write("blank.txt", "\n  \r\n\t\n");
        here.Write("header-only.txt",
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n");
        Directory.CreateDirectory(here.PathOf("folder"));
        var random = new byte[3_000];
        new Random(1).NextBytes(random);
        here.Write("random.bin", random);
        here.Write("four-bytes.bin", [0, 1, 2, 3]);
        here.Write("binary.gz", Gzipped.Of("\0\u0001\u0002\u0003 and so on"));
        here.Write("stored.parquet", "PAR1 and more");
        here.Write("flows.zip", [.. "PK\u0003\u0004"u8, .. new byte[60]]);
        here.Write("flows.bz2", [.. "BZh91AY&SY"u8, .. random[..60]]);
        here.Write("flows.zst", [0x28, 0xb5, 0x2f, 0xfd, .. "abc"u8]);
        here.Write("flows.pcap", [0xd4, 0xc3, 0xb2, 0xa1, .. new byte[60]]);
        var gzip = Gzipped.Of($"{new Line()}\n");
        here.Write("truncated.gz", gzip[..20]);
        here.Write("two-bytes.gz", gzip[..2]);
        here.Write("damaged.gz", [.. gzip[..20], 0xff, 0xff, 0xff, .. gzip[23..]]);
    }

    static byte[] Truncated(byte[] data) => data[..(data.Length * 2 / 3)];
}
