namespace PartitionRegistrar.Tests;

public sealed class SettingsTests
{
    static readonly Dictionary<string, string> Environment = new()
    {
        ["DATABASE_NAME"] = "vpc_flow_logs",
        ["TABLE_NAME"] = "flow_logs",
        ["WORKGROUP_NAME"] = "flows",
        ["BUCKET_NAME"] = "flow-bucket.of.mine",
        ["PREFIX"] = "a/flow_logs-1.0/k=v/",
        ["LOOKBACK_HOURS"] = "24",
        ["RETENTION_DAYS"] = "365",
    };

    [Fact]
    public void Settings_are_what_the_template_sets() => Assert.Equal(
        new RegistrarSettings
        {
            DatabaseName = "vpc_flow_logs",
            TableName = "flow_logs",
            WorkGroupName = "flows",
            BucketName = "flow-bucket.of.mine",
            Prefix = "a/flow_logs-1.0/k=v/",
            LookbackHours = 24,
            RetentionDays = 365,
        },
        RegistrarSettings.Read(Environment.GetValueOrDefault));

    [Fact]
    public void What_has_a_default_may_be_left_out()
    {
        var settings = RegistrarSettings.Read(
            name => name is "PREFIX" or "LOOKBACK_HOURS" or "RETENTION_DAYS" ? null : Environment.GetValueOrDefault(name));

        Assert.Equal(("flowlogs/", 48, 0), (settings.Prefix, settings.LookbackHours, settings.RetentionDays));
    }

    [Fact]
    public void Every_variable_that_is_missing_is_named_in_one_error()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => RegistrarSettings.Read(_ => null));

        Assert.All(["DATABASE_NAME", "TABLE_NAME", "WORKGROUP_NAME", "BUCKET_NAME"], name =>
            Assert.Contains($"{name} is not set", thrown.Message));
    }

    [Theory]
    [InlineData("DATABASE_NAME", "")]
    [InlineData("DATABASE_NAME", "a`b")]
    [InlineData("DATABASE_NAME", "a b")]
    [InlineData("DATABASE_NAME", "a.b")]
    [InlineData("DATABASE_NAME", "flow_logs\n")]
    [InlineData("TABLE_NAME", "t` DROP IF EXISTS PARTITION (year='2026') --")]
    [InlineData("TABLE_NAME", "t\"")]
    [InlineData("WORKGROUP_NAME", "a/b")]
    [InlineData("BUCKET_NAME", "Bucket")]
    [InlineData("BUCKET_NAME", "b")]
    [InlineData("BUCKET_NAME", "b'/")]
    [InlineData("BUCKET_NAME", "bucket..name")]
    [InlineData("BUCKET_NAME", "bucket-")]
    [InlineData("PREFIX", "flowlogs")]
    [InlineData("PREFIX", "/flowlogs/")]
    [InlineData("PREFIX", "flow'logs/")]
    [InlineData("PREFIX", "flow logs/")]
    [InlineData("PREFIX", "a//b/")]
    [InlineData("PREFIX", "flowlogs/\n")]
    [InlineData("PREFIX", "flöwlogs/")]
    [InlineData("LOOKBACK_HOURS", "-1")]
    [InlineData("LOOKBACK_HOURS", "1.5")]
    [InlineData("LOOKBACK_HOURS", "100000")]
    [InlineData("RETENTION_DAYS", "ten")]
    [InlineData("RETENTION_DAYS", "")]
    public void A_value_that_no_such_name_has_is_refused_before_it_reaches_a_statement(string name, string value)
    {
        var thrown = Assert.Throws<InvalidOperationException>(
            () => RegistrarSettings.Read(variable => variable == name ? value : Environment.GetValueOrDefault(variable)));

        Assert.Contains($"{name} is '{value}'", thrown.Message);
    }
}
