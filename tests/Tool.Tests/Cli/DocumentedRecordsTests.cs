using DuckDB.NET.Data;

namespace Tool.Tests.Cli;

/// <summary>Runs the records of "Flow log record examples" (Amazon VPC User Guide).</summary>
public sealed class DocumentedRun : SandboxRun
{
    internal const string Temporary = "temporary";

    private protected override async Task<Outcome> RunAsync()
    {
        Here.Write("flows.txt", """
            2 123456789010 eni-abc123de 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK
            2 123456789010 eni-abc123de 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK
            2 123456789010 eni-1a2b3c4d - - - - - - - 1431280876 1431280934 - NODATA
            2 123456789010 eni-4b118871 - - - - - - - 1431280876 1431280934 - SKIPDATA
            2 123456789010 eni-1235b8ca 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK
            2 123456789010 eni-1235b8ca 172.31.16.139 203.0.113.12 0 0 1 4 336 1432917094 1432917142 REJECT OK
            2 123456789010 eni-f41c42bf 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK
            """);
        Directory.CreateDirectory(Here.PathOf(Temporary));
        return await Here.RunAsync(null, new Dictionary<string, string> { ["TMPDIR"] = Here.PathOf(Temporary) }, "run", "flows.txt");
    }
}

public sealed class DocumentedRecordsTests(DocumentedRun documented) : IClassFixture<DocumentedRun>
{
    [Fact]
    public void The_run_succeeds_without_errors()
    {
        Assert.Equal(0, documented.Run.ExitCode);
        Assert.Equal("", documented.Run.Errors);
        Assert.Equal(7, documented.Run.Count("records in"));
        Assert.Equal(7, documented.Run.Count("stored"));
        Assert.Equal(0, documented.Run.Count("unparsed"));
        Assert.Equal(0, documented.Run.Count("failed"));
        Assert.Equal(documented.Here.ParquetFiles.Count(), documented.Run.Count("Parquet files"));
    }

    [Fact]
    public void Nothing_is_left_in_the_temporary_folder() =>
        Assert.Empty(Directory.EnumerateFileSystemEntries(documented.Here.PathOf(DocumentedRun.Temporary)));

    [Fact]
    public async Task Rejected_packets_are_24() =>
        Assert.Equal(["24"], await documented.Here.QueryAsync("select sum(packets) from flow_logs where action='REJECT'"));

    [Fact]
    public async Task The_columns_match_the_glue_table()
    {
        foreach (var file in documented.Here.ParquetFiles)
            Assert.Equal(
                [
                    "version Int32?", "account_id String?", "interface_id String?", "srcaddr String?", "dstaddr String?", "srcport String?",
                    "dstport String?",
                    "protocol Int32?", "packets Int64?", "bytes Int64?", "start DateTime?", "end DateTime?", "action String?",
                    "log_status String?", "unparsed String?",
                ],
                (await StoredRow.ColumnsAsync(file)).Take(15));
    }

    [Fact]
    public void Every_value_is_that_of_its_record()
    {
        var row = Assert.Single(documented.Rows, row => row["srcaddr"] is "172.31.9.69");

        Assert.Equal(
            [2, "123456789010", "eni-abc123de", "172.31.9.69", "172.31.9.12", "49761", "3389", 6, 20L, 4249L, Utc("2014-12-14T04:06:50"),
                Utc("2014-12-14T04:07:50"), "REJECT", "OK", null],
            row.Values.Take(15).Select(value => value.Value));
        Assert.All(row.Values.Skip(15), value => Assert.Null(value.Value));
        Assert.Single(documented.Rows, row =>
            row["srcaddr"] is "2001:db8:1234:a100:8d6e:3477:df66:f105" && row["dstaddr"] is "2001:db8:1234:a102:3304:8879:34cf:4071");
        Assert.Equal(2, documented.Rows.Count(row => row["srcport"] is "0" && row["dstport"] is "0" && row["protocol"] is 1));
    }

    [Theory]
    [InlineData("eni-1a2b3c4d", "NODATA")]
    [InlineData("eni-4b118871", "SKIPDATA")]
    public void A_record_without_data_is_a_row_with_nulls(string eni, string status)
    {
        var row = Assert.Single(documented.Rows, row => row["interface_id"] is string id && id == eni);

        Assert.Equal(
            [2, "123456789010", eni, null, null, null, null, null, null, null, Utc("2015-05-10T18:01:16"), Utc("2015-05-10T18:02:14"), null,
                status, null],
            row.Values.Take(15).Select(value => value.Value));
        Assert.All(row.Values.Skip(15), value => Assert.Null(value.Value));
    }

    [Fact]
    public void Every_row_is_in_the_hour_of_its_end()
    {
        Assert.Equal(7, documented.Rows.Count);
        Assert.All(documented.Rows, row => Assert.Equal(row.HourOfEnd, row.Hour));
        Assert.All(documented.Rows, row => Assert.StartsWith("s3/flow-logs-local/flowlogs/20", row.File, StringComparison.Ordinal));
    }

    [Fact]
    public void DuckDB_alone_reads_the_same_rows_with_times_in_UTC()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select count(*), count(unparsed), sum(packets), min(epoch(start)), max(epoch("end")), any_value(typeof(start)), any_value(typeof("end"))
            from read_parquet('{documented.Here.Data}/s3/**/*.parquet')
            """;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal("7 0 102 1418530010 1477913820 TIMESTAMP WITH TIME ZONE TIMESTAMP WITH TIME ZONE",
            string.Join(' ', Enumerable.Range(0, 7).Select(reader.GetValue)));
    }

    [Fact]
    public void The_sample_queries_follow_the_summary()
    {
        foreach (var name in new[] { "Rejected packets by protocol", "Top 10 rejected sources in 14 days", "Top 10 HTTPS destinations" })
            Assert.Contains($"\n{name}: ", documented.Run.Output, StringComparison.Ordinal);
        Assert.Contains("4 of 4 files read", documented.Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_in_a_pipe_has_no_colours() => Assert.DoesNotContain('\e', documented.Run.Output + documented.Run.Errors);

    static DateTime Utc(string time) =>
        DateTimeOffset.Parse(time, null, System.Globalization.DateTimeStyles.AssumeUniversal).UtcDateTime;
}
