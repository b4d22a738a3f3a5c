using DuckDB.NET.Data;

namespace Tool.Tests.Cli;

/// <summary>A run with a template whose table, conversion and prefix differ from the product's.</summary>
public sealed class MutatedTableRun : SandboxRun
{
    private protected override async Task<Outcome> RunAsync()
    {
        Here.WriteTemplate(
            "mutated.yaml",
            ("{Name: dstaddr, Type: string, Comment: Destination address}", "{Name: action, Type: string}"),
            ("{Name: action, Type: string, Comment: ACCEPT or REJECT}", "{Name: dstaddr, Type: string}"),
            ("{Name: srcport, Type: string,", "{Name: srcport, Type: int,"),
            ("{Name: protocol, Type: int,", "{Name: protocol, Type: string,"),
            ("{Name: end, Type: timestamp,", "{Name: end, Type: bigint,"),
            ("{Name: interface_id, Type: string,", "{Name: eni, Type: string,"),
            ("interface_id: interface-id", "eni: interface-id"),
            ("                  log_status: log-status\n", ""),
            ("Compression: SNAPPY", "Compression: GZIP"),
            ("Prefix: flowlogs/!{timestamp:yyyy/MM/dd/HH}/", "Prefix: logs/!{timestamp:yyyy-MM-dd'T'HH}/!{timestamp:mm}/"),
            ("s3:::${S3BucketName}/flowlogs/*'", "s3:::${S3BucketName}/logs/*'"));
        Here.Write("flows.txt", Line.Some(200, new DateTimeOffset(2026, 3, 20, 10, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(10)));
        return await Here.RunAsync(
            "run", "flows.txt", "--template", "mutated.yaml", "--parameter-overrides", "S3BucketName=another-bucket",
            "BufferIntervalInSeconds=60");
    }
}

public sealed class MutatedTableTests(MutatedTableRun mutated) : IClassFixture<MutatedTableRun>
{
    [Fact]
    public async Task Columns_have_the_order_names_and_types_of_the_template() => Assert.Equal(
        [
            "version Int32?", "account_id String?", "eni String?", "srcaddr String?", "action String?", "srcport Int32?", "dstport String?",
            "protocol String?", "packets Int64?", "bytes Int64?", "start DateTime?", "end Int64?", "dstaddr String?", "log_status String?",
            "unparsed String?",
        ],
        (await StoredRow.ColumnsAsync(mutated.Here.ParquetFiles.First())).Take(15));

    [Fact]
    public void Columns_have_the_values_of_their_keys()
    {
        Assert.Equal(0, mutated.Run.ExitCode);
        Assert.Equal(200, mutated.Rows.Count);
        Assert.All(mutated.Rows, row =>
        {
            Assert.Equal(("10.0.0.2", 40000, "6"), (row["dstaddr"], row["srcport"], row["protocol"]));
            Assert.Contains(row["action"], new[] { "ACCEPT", "REJECT" });
            Assert.StartsWith("eni-0000000", (string)row["eni"]!, StringComparison.Ordinal);
            Assert.IsType<long>(row["end"]);
        });
    }

    [Fact]
    public void A_column_without_a_mapping_has_the_key_of_its_own_name() =>
        Assert.All(mutated.Rows, row => Assert.Null(row["log_status"]));

    [Fact]
    public void Files_are_in_the_bucket_and_prefix_of_the_template() => Assert.All(mutated.Rows, row =>
        Assert.StartsWith($"s3/another-bucket/logs/{DateTimeOffset.FromUnixTimeSeconds((long)row["end"]!):yyyy-MM-dd'T'HH/mm}/", row.File,
            StringComparison.Ordinal));

    [Fact]
    public void The_buffer_interval_determines_the_number_of_files() => Assert.Equal(10, mutated.Here.ParquetFiles.Count());

    [Fact]
    public void Files_have_the_compression_of_the_template()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select distinct compression from parquet_metadata('{mutated.Here.ParquetFiles.First()}')";
        Assert.Equal("GZIP", command.ExecuteScalar());
    }

    [Fact]
    public async Task Registered_hours_without_files_have_no_rows() =>
        Assert.Equal(["0"], await mutated.Here.QueryAsync("select count(*) from flow_logs", "--template", "mutated.yaml"));
}
