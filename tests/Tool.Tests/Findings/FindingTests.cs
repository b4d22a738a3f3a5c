using Emulator.Athena;
using Emulator.Tests.Athena;
using Tool.Traffic;
using Web.Findings;

namespace Tool.Tests.Findings;

public sealed class FindingTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => [.. Finding.All.Select(finding => finding.Name)];

    [Fact]
    public void Each_finding_has_an_incident_and_each_incident_a_finding() =>
        Assert.Equal(TrafficGenerator.IncidentNames.Order(StringComparer.Ordinal), Finding.All.Select(finding => finding.Name)
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_finding_names_fields_that_exist(string name) =>
        Assert.All(Of(name).Fields, field => Assert.Contains(FlowLogFields.All, known => known.Name == field));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_finding_returns_the_common_columns_first(string name)
    {
        using var table = new TestTable();
        using var result = table.Engine.Query(Of(name).Query.For(Start, Start.AddDays(1)), TestContext.Current.CancellationToken);
        Assert.Equal(Finding.Columns, result.Columns.Select(column => column.Name).Take(Finding.Columns.Count));
        using var day = table.Engine.Query(Of(name).Query.ForLastDay(), TestContext.Current.CancellationToken);
        Assert.Equal(result.Columns, day.Columns);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_finding_reads_only_the_partitions_of_its_range(string name)
    {
        using var table = new TestTable();
        table.AddHours(new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc), 48);

        var statistics = table.Execute(Of(name).Query.For(Start, Start.AddHours(3)), TestContext.Current.CancellationToken);

        Assert.InRange(statistics.PartitionsRead, 0, 5);
    }

    [Theory]
    [InlineData("2026-11-24T06:00", "2026-11-24T07:00", "year IN ('2026')", "month IN ('11')", "day IN ('24')",
        "hour IN ('06', '07', '08')")]
    [InlineData("2026-11-24T06:00", "2026-11-25T06:00", "day IN ('24', '25')", "BETWEEN '2026112406' AND '2026112507'")]
    [InlineData("2026-12-31T06:00", "2027-01-01T06:00", "year IN ('2026', '2027')", "month IN ('12', '01')", "day IN ('31', '01')")]
    [InlineData("2026-11-24T06:00", "2026-11-27T23:30", "day IN ('24', '25', '26', '27', '28')")]
    [InlineData("2026-10-01T00:00", "2026-12-31T00:00", "month IN ('10', '11', '12')")]
    public void A_range_has_a_condition_for_each_partition_key(string from, string to, params string[] conditions)
    {
        var sql = Of("outside-dns").Query.For(Time(from), Time(to));
        Assert.All(conditions, condition => Assert.Contains(condition, sql, StringComparison.Ordinal));
    }

    [Fact]
    public void The_last_day_has_a_condition_for_each_partition_key()
    {
        var sql = Of("outside-dns").Query.ForLastDay();
        foreach (var (key, format) in new[] { ("year", "%Y"), ("month", "%m"), ("day", "%d") })
            Assert.Contains($"{key} IN (date_format(current_timestamp - interval '1' day, '{format}'), date_format(current_timestamp, "
                + $"'{format}'))", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1", "Finding x: the file must begin with a comment, '/*' and '*/' each on a line of its own.")]
    [InlineData("/*\n- a\n*/\nSELECT 1", "Finding x: the comment must hold a YAML map.")]
    [InlineData("/*\nseverity: high\n*/\nSELECT 1", "Finding x: title is missing.")]
    [InlineData("/*\nseverity: grave\ntitle: T\nquestion: Q\nmeaning: M\naction: A\nfalse-positives: F\nfields: [start]\n*/\nSELECT 1",
        "Finding x: unknown severity 'grave'. Use low, medium or high.")]
    public void An_invalid_file_is_an_error(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Finding.Parse("x", text)).Message);

    [Fact]
    public void An_unknown_parameter_is_an_error() => Assert.Equal(
        "Finding x: unknown parameter ${rage}.",
        Assert.Throws<FormatException>(() => new FindingQuery("x", "SELECT ${rage}").ForLastDay()).Message);

    static Finding Of(string name) => Finding.All.Single(finding => finding.Name == name);

    static DateTimeOffset Time(string text) => DateTimeOffset.Parse($"{text}Z", System.Globalization.CultureInfo.InvariantCulture);
}
