using Emulator.Athena;

namespace Emulator.Tests.Athena;

public sealed class AthenaDdlTests
{
    [Fact]
    public void One_statement_adds_several_partitions()
    {
        var add = Assert.IsType<AddPartitions>(AthenaDdl.Parse("""
            ALTER TABLE `vpc_flow_logs`.`flow_logs` ADD IF NOT EXISTS
              PARTITION (year = '2026', month = '11', day = '25', hour = '09') LOCATION 's3://bucket/flowlogs/2026/11/25/09/'
              PARTITION (`year`='2026',"month"='11',day='25',hour='10') LOCATION 's3://bucket/flowlogs/2026/11/25/10/';
            """));
        Assert.Equal("vpc_flow_logs", add.Database);
        Assert.Equal("flow_logs", add.Table);
        Assert.True(add.IfNotExists);
        Assert.Equal(["s3://bucket/flowlogs/2026/11/25/09/", "s3://bucket/flowlogs/2026/11/25/10/"],
            add.Partitions.Select(partition => partition.Location));
        Assert.Equal(["year", "month", "day", "hour"], add.Partitions[1].Values.Select(value => value.Key));
        Assert.Equal(["2026", "11", "25", "10"], add.Partitions[1].Values.Select(value => value.Value));
    }

    [Fact]
    public void Keywords_have_any_case_and_comments_are_skipped()
    {
        var add = Assert.IsType<AddPartitions>(
            AthenaDdl.Parse("-- the hour\nalter /* the */ table flow_logs Add partition (year='2026') -- no location"));
        Assert.Null(add.Database);
        Assert.False(add.IfNotExists);
        Assert.Null(Assert.Single(add.Partitions).Location);
    }

    [Fact]
    public void A_quote_within_quotes_is_doubled()
    {
        var add = Assert.IsType<AddPartitions>(
            AthenaDdl.Parse("ALTER TABLE `a``b`.\"c\"\"d\" ADD PARTITION (year='it''s') LOCATION 's3://b/''/'"));
        Assert.Equal(("a`b", "c\"d"), (add.Database!, add.Table));
        Assert.Equal("it's", add.Partitions[0].Values[0].Value);
        Assert.Equal("s3://b/'/", add.Partitions[0].Location);
    }

    [Fact]
    public void Partitions_to_drop_are_separated_by_commas()
    {
        var drop = Assert.IsType<DropPartitions>(
            AthenaDdl.Parse("ALTER TABLE flow_logs DROP IF EXISTS PARTITION (year='2024', hour=1), PARTITION (year='2025')"));
        Assert.True(drop.IfExists);
        Assert.Equal([2, 1], drop.Partitions.Select(partition => partition.Values.Count));
    }

    [Theory]
    [InlineData("SHOW PARTITIONS vpc_flow_logs.flow_logs;")]
    [InlineData("show partitions \"vpc_flow_logs\".`flow_logs`")]
    public void Show_partitions_is_recognized(string sql) =>
        Assert.Equal(new ShowPartitions("vpc_flow_logs", "flow_logs"), AthenaDdl.Parse(sql));

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("")]
    [InlineData("WITH alter AS (SELECT 1) SELECT * FROM alter")]
    [InlineData("select 'it")]
    public void Other_statements_are_not_partition_statements(string sql) => Assert.Null(AthenaDdl.Parse(sql));

    [Theory]
    [InlineData("ALTER flow_logs", "line 1:7: expected TABLE, found flow_logs")]
    [InlineData("ALTER TABLE flow_logs", "line 1:22: expected ADD or DROP, found the end of the statement")]
    [InlineData("ALTER TABLE flow_logs ADD IF EXISTS PARTITION (a='1')", "line 1:30: expected NOT, found EXISTS")]
    [InlineData("ALTER TABLE flow_logs ADD\n  PARTITION (year=2026-01)", "line 2:23: expected ')', found -")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='2026') LOCATION s3://bucket/",
        "line 1:60: expected the location in single quotes, found s3")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='2026') LOCATION 's3://bucket/",
        "line 1:60: the text that begins here has no closing '")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='2026'), PARTITION (year='2027')",
        "line 1:50: expected LOCATION, PARTITION or the end of the statement, found ,")]
    [InlineData("ALTER TABLE flow_logs ADD PARTITION (year='1', YEAR='2')", "line 1:48: duplicate partition key YEAR")]
    [InlineData("ALTER TABLE flow_logs DROP PARTITION (year > '1')", "line 1:44: expected '=', found >")]
    [InlineData("ALTER TABLE flow_logs DROP PARTITION (year='1'); SELECT 1", "line 1:50: only one statement can be run at a time")]
    [InlineData("SHOW PARTITIONS", "line 1:16: expected the name of a table, found the end of the statement")]
    [InlineData("SHOW PARTITIONS a b", "line 1:19: expected the end of the statement, found b")]
    [InlineData("ALTER TABLE a /* ADD", "line 1:15: the comment that begins here has no end")]
    public void An_invalid_statement_is_an_error_with_its_place(string sql, string message) =>
        Assert.Equal(message, Assert.Throws<AthenaException>(() => AthenaDdl.Parse(sql)).Message);

    [Fact]
    public void Msck_repair_is_refused_with_the_alternative()
    {
        var message = Assert.Throws<AthenaException>(() => AthenaDdl.Parse("MSCK REPAIR TABLE flow_logs")).Message;
        Assert.Contains("partition registrar", message, StringComparison.Ordinal);
    }
}
