using Emulator.Athena;
using Emulator.Athena.Dialect;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>Nests expressions in themselves. Their SQL grows with their levels, not with a power of them.</summary>
public sealed class NestedExpressionsTests : IDisposable
{
    const int Levels = 9;

    // An operand of each level is translated to at most some thousands of characters.
    const int LongestSql = Levels * 10_000;

    /// <summary>Expressions of their own results, which start with a column.</summary>
    public static readonly TheoryData<string, string> Expressions = new()
    {
        { "packets", "1000000 / ({0} + 1)" },
        { "packets", "1000000 / (1000 / ({0} + 1) + 1) % 77" },
        { "packets", "1000001 % ({0} + 2)" },
        { "packets", "-{0} * 3 - 1" },
        { "packets", "if({0} > 5, packets - 3, packets + 1)" },
        { "packets", "CAST(CAST({0} AS varchar) AS bigint) + 1" },
        { "packets", "CAST(CAST({0} AS double) AS bigint)" },
        { "packets", "CAST(CAST(CAST({0} AS varchar) AS decimal(20,2)) AS bigint)" },
        { "packets", "round({0}, -1) + 7" },
        { "packets", "abs(5 - {0})" },
        { "packets", "greatest(least({0}, 7), bytes % 5, 2)" },
        { "packets", "coalesce(nullif({0}, 3), 4) + 1" },
        { "packets", "CASE {0} WHEN 3 THEN 5 ELSE packets END + 1" },
        { "packets", "CASE WHEN {0} BETWEEN 2 AND 6 THEN 1 ELSE packets END" },
        { "packets", "element_at(ARRAY[4, 8, {0}], 3) + ARRAY[1, 2, {0}][2]" },
        { "packets", "bitwise_xor(bitwise_left_shift({0}, 1), 5)" },
        { "packets", "cardinality(sequence(1, {0} + 1)) % 9" },
        { "packets", "reduce(ARRAY[{0}, 2], packets, (s, x) -> s + x / 2, s -> s)" },
        { "packets", "cardinality(transform(ARRAY[1, 2], x -> x / ({0} + 1))) + {0}" },
        { "packets", "(SELECT max(version) FROM flow_logs) / ({0} + 1)" },
        { "CAST(packets AS double)", "1e3 / ({0} + 1e0)" },
        { "CAST(packets AS double)", "if(is_nan({0}), 2e0, round(packets / 7e0, 2) + 4e0)" },
        { "CAST(packets AS decimal(10,2))", "CAST(100.5 / ({0} + 1.5) AS decimal(10,2))" },
        { "srcaddr", "concat(substr({0}, 2, 9), 'x', {0} || 'y')" },
        { "srcaddr", "regexp_replace(replace({0}, '1', '22'), '2', '1')" },
        { "srcaddr", "split_part({0}, '.', 1) || lpad({0}, 5, '0')" },
        { "srcaddr", "url_decode(url_encode({0}))" },
        { "srcaddr", "json_extract_scalar(json_format(CAST(MAP(ARRAY['a'], ARRAY[{0}]) AS json)), '$.a')" },
        { "start", "date_add('minute', 90, date_trunc('hour', {0}))" },
        { "start", "CAST(CAST({0} AS varchar) AS timestamp)" },
        { "start", "{0} + INTERVAL '1' DAY" },
        { "start", "CAST(from_unixtime(to_unixtime({0})) AS timestamp)" },
        { "start", "date_parse(date_format({0}, '%Y-%m-%d %H:%i:%s'), '%Y-%m-%d %H:%i:%s')" },
        { "start", "CAST(at_timezone(with_timezone({0}, 'Asia/Tokyo'), 'America/New_York') AS timestamp)" },
        { "ARRAY[packets, 3]", "array_sort(array_distinct({0} || ARRAY[5, packets]))" },
        { "ARRAY[packets, 3]", "slice(reverse({0}), 1, 2)" },
        { "MAP(ARRAY[packets], ARRAY[3])", "map_concat({0}, MAP(ARRAY[7], ARRAY[{0}[packets]]))" },
    };

    readonly TestTable _table = new();

    public NestedExpressionsTests() => _table.AddHour(new DateTime(2023, 11, 14, 22, 0, 0, DateTimeKind.Utc));

    public static TheoryData<string> Topics =>
        [.. FunctionTable.All.Where(entry => entry.Kind == FunctionKind.Scalar).Select(entry => entry.Topic).Distinct()];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_nested_expression_has_the_value_of_one_step_after_another(string column, string expression)
    {
        var (nested, steps) = (column, $"SELECT *, {column} AS x FROM flow_logs");
        for (var level = 0; level < Levels; level++)
        {
            nested = expression.Replace("{0}", $"({nested})", StringComparison.Ordinal);
            var step = expression.Replace("{0}", "x", StringComparison.Ordinal);
            steps = $"SELECT srcaddr, packets, bytes, start, {step} AS x FROM ({steps})";
        }

        Assert.InRange(LengthOf(nested), 0, LongestSql + 200 * nested.Length);
        Assert.Equal(
            Texts($"SELECT x FROM ({steps}) ORDER BY start, packets"), Texts($"SELECT {nested} FROM flow_logs ORDER BY start, packets"));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_function_of_its_own_result_has_no_long_SQL(string topic)
    {
        foreach (var entry in FunctionTable.All.Where(entry => entry.Topic == topic && entry is { IsMissing: false, Signature: not null }))
        {
            var signature = entry.Signature!;
            var arguments = signature.Parameters.Select(TryTests.ArgumentOf).ToArray();
            for (var place = 0; place < arguments.Length; place++)
            {
                if (!signature.Parameters[place].Equals(signature.Result) || signature.Literal == place)
                    continue;
                var nested = arguments[place];
                for (var level = 0; level < Levels; level++)
                    nested = $"{entry.Name}({string.Join(", ", arguments.Select((other, i) => i == place ? nested : other))})";
                Assert.True(LengthOf(nested) < LongestSql, $"{nested}: {LengthOf(nested)} characters");
            }
        }
    }

    [Fact]
    public void An_aggregate_function_can_be_nested_in_an_expression()
    {
        var nested = "sum(packets)";
        for (var level = 0; level < Levels; level++)
            nested = $"1000000 / ({nested} + 1)";

        var zero = nested.Replace("1000000", "0", StringComparison.Ordinal);
        Assert.Equal("45", _table.Value($"SELECT {zero} + sum(packets) FROM flow_logs"));
        Assert.Equal(Texts($"SELECT action, {nested} FROM flow_logs GROUP BY action ORDER BY 1"),
            Texts($"SELECT action, {nested.Replace("sum(packets)", "n", StringComparison.Ordinal)} "
                + "FROM (SELECT action, sum(packets) AS n FROM flow_logs GROUP BY action) ORDER BY 1"));
    }

    [Fact]
    public void A_long_list_stays_a_condition_that_DuckDB_applies_while_it_reads()
    {
        var numbers = string.Join(", ", Enumerable.Range(0, 1000));
        var texts = numbers.Replace(", ", "', '", StringComparison.Ordinal);

        Assert.DoesNotContain("lambda", SqlOf($"packets IN ({numbers}) AND srcaddr IN ('{texts}')"), StringComparison.Ordinal);
    }

    public void Dispose() => _table.Dispose();

    static int LengthOf(string expression) => SqlOf(expression).Length;

    static string SqlOf(string expression)
    {
        using var connection = DuckDbSession.Open();
        return Translation.Of(
            $"SELECT {expression} FROM flow_logs", connection, new TableCatalog(TestTable.Definition, () => []), DateTimeOffset.UnixEpoch)
            .Sql;
    }

    List<string> Texts(string sql) => [.. _table.Rows(sql).Select(row => string.Join('|', row.Select(ResultText.Of)))];
}
