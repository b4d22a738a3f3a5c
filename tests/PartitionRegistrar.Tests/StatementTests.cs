using System.Text;
using FlowLogs;

namespace PartitionRegistrar.Tests;

public sealed class StatementTests
{
    static readonly RegistrarSettings Settings =
        new() { DatabaseName = "vpc_flow_logs", TableName = "flow_logs", WorkGroupName = "flows", BucketName = "flow-bucket" };

    static readonly PartitionHour Hour = PartitionHour.Of(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Hours_are_added_with_the_statement_of_Athenas_user_guide()
    {
        var statement = Assert.Single(PartitionStatements.Add(Settings, [Hour, Hour.AddHours(14)]));

        Assert.Equal(
            """
            ALTER TABLE `vpc_flow_logs`.`flow_logs` ADD IF NOT EXISTS
            PARTITION (year='2026',month='11',day='25',hour='10') LOCATION 's3://flow-bucket/flowlogs/2026/11/25/10/'
            PARTITION (year='2026',month='11',day='26',hour='00') LOCATION 's3://flow-bucket/flowlogs/2026/11/26/00/'
            """,
            statement.Sql);
        Assert.Equal((2, Hour, Hour.AddHours(14)), (statement.Hours, statement.First, statement.Last));
    }

    [Fact]
    public void Hours_are_dropped_with_the_statement_of_Athenas_user_guide()
    {
        var statement = Assert.Single(PartitionStatements.Drop(Settings, [Hour, Hour.AddHours(14)]));

        Assert.Equal(
            """
            ALTER TABLE `vpc_flow_logs`.`flow_logs` DROP IF EXISTS
            PARTITION (year='2026',month='11',day='25',hour='10'),
            PARTITION (year='2026',month='11',day='26',hour='00')
            """,
            statement.Sql);
    }

    [Fact]
    public void No_hours_make_no_statement()
    {
        Assert.Empty(PartitionStatements.Add(Settings, []));
        Assert.Empty(PartitionStatements.Drop(Settings, []));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Every_hour_is_in_one_statement_of_at_most_the_maximum_length(int prefixLength)
    {
        var settings = Settings with { BucketName = new string('b', 63), Prefix = new string('p', prefixLength) + "/" };
        var hours = PartitionHour.Range(Hour, Hour.AddHours(5 * 366 * 24)).ToList();

        var statements = PartitionStatements.Add(settings, hours).ToList();

        Assert.Equal(hours.Count, statements.Sum(statement => statement.Hours));
        Assert.Equal(hours[0], statements[0].First);
        Assert.Equal(hours[^1], statements[^1].Last);
        Assert.All(statements.Zip(statements.Skip(1)), pair => Assert.Equal(pair.First.Last.AddHours(1), pair.Second.First));
        Assert.All(statements, statement => Assert.InRange(Encoding.UTF8.GetByteCount(statement.Sql), 1, 262_143));
        Assert.All(statements.SkipLast(1), statement => Assert.InRange(statement.Sql.Length, 261_000, 262_143));
    }

    [Fact]
    public void Statements_stay_below_the_limit_whatever_the_length_of_their_prefix()
    {
        // A partition is shorter than this, so one of the names gives a statement of exactly the maximum length.
        foreach (var nameLength in Enumerable.Range(1, 150))
        {
            var settings = Settings with { TableName = new string('t', nameLength) };
            foreach (var statement in PartitionStatements.Add(settings, PartitionHour.Range(Hour, Hour.AddHours(5_000))))
                Assert.True(statement.Sql.Length < PartitionStatements.ByteLimit,
                    $"{statement.Sql.Length} bytes with a name of {nameLength}");
        }
    }
}
