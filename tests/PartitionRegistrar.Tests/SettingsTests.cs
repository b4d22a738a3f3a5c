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
    public void The_settings_of_the_template_are_valid() => Assert.Equal(
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
    public void Optional_settings_have_defaults()
    {
        var settings = RegistrarSettings.Read(
            name => name is "PREFIX" or "LOOKBACK_HOURS" or "RETENTION_DAYS" ? null : Environment.GetValueOrDefault(name));

        Assert.Equal(("flowlogs/", 48, 0), (settings.Prefix, settings.LookbackHours, settings.RetentionDays));
    }

    [Fact]
    public void One_error_names_every_missing_variable()
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
    public void An_invalid_name_is_refused_before_it_reaches_a_statement(string name, string value)
    {
        var thrown = Assert.Throws<InvalidOperationException>(
            () => RegistrarSettings.Read(variable => variable == name ? value : Environment.GetValueOrDefault(variable)));

        Assert.Contains($"{name} is '{value}'", thrown.Message);
    }
}
