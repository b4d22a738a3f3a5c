using System.Globalization;
using System.Text.RegularExpressions;
using Emulator.Template;

namespace Emulator.Tests.Athena;

/// <summary>Tests the conditions on partition keys in the cookbook's queries at the ends of days, months and years.</summary>
public sealed partial class LastDayTests : IDisposable
{
    readonly TestTable _table = new();

    public void Dispose() => _table.Dispose();

    [Theory]
    [InlineData("2026-11-30T12:30")]
    [InlineData("2026-12-01T00:00")]
    [InlineData("2026-12-01T23:59")]
    [InlineData("2026-12-31T23:59")]
    [InlineData("2027-01-01T00:00")]
    [InlineData("2027-01-01T00:30")]
    [InlineData("2028-02-29T00:30")]
    [InlineData("2028-03-01T00:30")]
    [InlineData("2027-03-01T05:00")]
    public void A_query_reads_the_hours_of_the_last_day_and_lists_few_days(string time)
    {
        var now = DateTime.Parse(time, CultureInfo.InvariantCulture);
        var hour = now.Date.AddHours(now.Hour);
        // The hours until now, and those of the same days a month and a year before. The two hours that are registered ahead have no files.
        var hours = Enumerable.Range(-28, 29).Select(count => hour.AddHours(count))
            .Concat(Enumerable.Range(-2, 4)
            .SelectMany(count => new[] { hour.AddMonths(-1).AddHours(count), hour.AddYears(-1).AddHours(count) }))
            .Distinct().ToList();
        hours.ForEach(each => _table.AddHour(each, records: 1));

        foreach (var (exact, keys) in Conditions())
        {
            var expected = hours.Where(each => each >= hour.AddDays(-1))
                .Select(each => each.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)).Order();
            Assert.Equal(expected, Hours($"{keys} AND {exact}", now));
            Assert.Equal(expected, Hours(exact, now));
            // Glue prunes by conditions on single keys: at most two values of each key.
            Assert.InRange(Hours(keys, now).Select(each => each[..8]).Distinct().Count(), 1, 8);
        }
    }

    IEnumerable<string> Hours(string condition, DateTime now)
    {
        var at = $"TIMESTAMP '{now:yyyy-MM-dd HH:mm:ss}'";
        var sql = $"SELECT DISTINCT year || month || day || hour FROM flow_logs WHERE "
            + $"{condition.Replace("current_timestamp", at, StringComparison.Ordinal)} ORDER BY 1";
        return [.. _table.Rows(sql).Select(row => (string)row[0]!)];
    }

    /// <summary>
    /// Returns the conditions of each query in the template: the condition on the hour, and the conditions on single keys.
    /// </summary>
    static List<(string Exact, string Keys)> Conditions()
    {
        var template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        var found = NamedQueryResource.All(template).Where(query => query.Name.StartsWith("Cookbook: ", StringComparison.Ordinal))
            .Select(query =>
            (Exact().Match(query.QueryString).Value,
                string.Join(" AND ", Key().Matches(query.QueryString).Take(3).Select(match => match.Value)))).Distinct().ToList();
        Assert.All(found, conditions => Assert.True(conditions.Value.Length > 0 && conditions.Item2.Split(" AND ").Length == 3));
        return found;
    }

    [GeneratedRegex(@"year \|\| month \|\| day \|\| hour >= date_format\([^\n]*\)")]
    private static partial Regex Exact();

    [GeneratedRegex(@"(year|month|day) IN \(date_format\([^\n]*\)\)")]
    private static partial Regex Key();
}
