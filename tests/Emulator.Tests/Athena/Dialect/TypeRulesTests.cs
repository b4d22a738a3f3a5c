using CsCheck;
using DuckDB.NET.Data;
using Emulator.Athena;
using Emulator.Athena.Dialect;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>Random expressions over the table's columns, typed by an independent small model of Trino's rules.</summary>
public sealed class TypeRulesTests : IDisposable
{
    const int Expressions = 3000;
    const int Together = 40;

    static readonly (string Sql, string Type)[] Leaves =
    [
        ("srcaddr", "varchar"), ("dstport", "varchar"), ("action", "varchar"), ("year", "varchar"), ("'443'", "varchar"),
        ("'2023-11-14'", "varchar"),
        ("protocol", "integer"), ("version", "integer"), ("6", "integer"), ("packets", "bigint"), ("bytes", "bigint"),
        ("9876543210", "bigint"),
        ("1.5e0", "double"), ("CAST(packets AS double)", "double"), ("start", "timestamp"), ("\"end\"", "timestamp"),
        ("TIMESTAMP '2023-11-14 22:13:20'", "timestamp"), ("CAST(start AS date)", "date"), ("DATE '2023-11-14'", "date"),
        ("true", "boolean"),
        ("NULL", "unknown"),
    ];

    static readonly string[] Numbers = ["integer", "bigint", "double"];

    // An expression and its type; null for an expression that Trino refuses.
    static readonly Gen<(string Sql, string? Type)> Leaf =
        Gen.Int[0, Leaves.Length - 1].Select(i => (Leaves[i].Sql, (string?)Leaves[i].Type));

    static readonly Gen<(string Sql, string? Type)> Expression =
        Gen.Recursive<(string Sql, string? Type)>((depth, inner) => depth == 2 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.Select(inner, OneOf("=", "<>", "<", ">=", "IS DISTINCT FROM"), inner)
            .Select((left, operation, right) => ($"({left.Sql} {operation} {right.Sql})", Common(left, right) is null ? null : "boolean")),
        Gen.Select(inner, OneOf("+", "-", "*"), inner)
            .Select((left, operation, right) => ($"({left.Sql} {operation} {right.Sql})", Arithmetic(operation, left, right))),
        Gen.Select(inner, inner, inner)
            .Select((value, one, two) => ($"({value.Sql} IN ({one.Sql}, {two.Sql}))", Common(value, one, two) is null ? null : "boolean")),
        Gen.Select(inner, inner, inner)
            .Select((value, low, high) =>
            ($"({value.Sql} BETWEEN {low.Sql} AND {high.Sql})", Common(value, low, high) is null ? null : "boolean")),
        Gen.Select(inner, inner).Select((one, two) => ($"coalesce({one.Sql}, {two.Sql})", Common(one, two))),
        Gen.Select(inner, inner, inner).Select((condition, one, two) =>
            ($"CASE WHEN {condition.Sql} THEN {one.Sql} ELSE {two.Sql} END", condition.Type is "boolean" or "unknown" ? Common(one, two)
                : null)),
        Gen.Select(inner, inner).Select((one, two) => ($"({one.Sql} AND {two.Sql})", IsBoolean(one) && IsBoolean(two) ? "boolean" : null)),
        inner.Select(value => ($"upper({value.Sql})", value.Type is "varchar" or "unknown" ? "varchar" : null)),
        inner.Select(value => ($"sqrt({value.Sql})", Numbers.Append("unknown").Contains(value.Type) ? "double" : null)),
        Gen.Select(inner, inner).Select((one, two) => ($"({one.Sql} || {two.Sql})", Joined(one, two)))));

    static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    readonly TestTable _table = new();

    [Fact]
    public void Random_expressions_are_accepted_or_refused_by_Trinos_rules()
    {
        using var connection = DuckDbSession.Open();
        var accepted = new List<string>();
        var refused = 0;
        Expression.Sample(
            expression =>
            {
                var message = Refusal(expression.Sql, connection);
                if (expression.Type is null)
                    Assert.True(message?.StartsWith("TYPE_MISMATCH: ", StringComparison.Ordinal) == true,
                        $"{expression.Sql} is accepted: {message}");
                else
                    Assert.True(message is null, $"{expression.Sql} is {expression.Type}: {message}");
                if (message is null)
                    accepted.Add(expression.Sql);
                else
                    refused++;
            },
            iter: Expressions,
            threads: 1);

        foreach (var chunk in accepted.Distinct().Chunk(Together))
            AssertRuns(chunk);
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted.Count} expressions accepted, {refused} refused");
        Assert.True(accepted.Count > 200 && refused > 200, $"{accepted.Count} accepted, {refused} refused");
    }

    void AssertRuns(string[] expressions)
    {
        try
        {
            Assert.Empty(_table.Rows($"SELECT {string.Join(", ", expressions)} FROM flow_logs WHERE packets < 0"));
        }
        catch (AthenaException failure) when (failure.Message.StartsWith("NUMERIC_VALUE_OUT_OF_RANGE: ", StringComparison.Ordinal))
        {
            // DuckDB computes some constants even if there are no rows, and the product of two large numbers overflows. The others run.
            if (expressions.Length > 1)
                foreach (var expression in expressions)
                    AssertRuns([expression]);
        }
    }

    static string? Refusal(string expression, DuckDBConnection connection)
    {
        try
        {
            Translation.Of($"SELECT {expression} FROM flow_logs", connection, new TableCatalog(TestTable.Definition, () => []),
                DateTimeOffset.UtcNow);
            return null;
        }
        catch (AthenaException exception)
        {
            return exception.Message;
        }
    }

    static bool IsBoolean((string Sql, string? Type) value) => value.Type is "boolean" or "unknown";

    /// <summary>Returns the common type: numbers widen, a date becomes a timestamp, and NULL becomes any type.</summary>
    static string? Common(params (string Sql, string? Type)[] values)
    {
        var types = values.Select(value => value.Type).Where(type => type != "unknown").Distinct().ToList();
        if (types.Contains(null))
            return null;
        if (types.Count <= 1)
            return types.FirstOrDefault() ?? "unknown";
        if (types.All(type => Numbers.Contains(type)))
            return Numbers[types.Max(type => Array.IndexOf(Numbers, type))];
        return types.All(type => type is "date" or "timestamp") ? "timestamp" : null;
    }

    static string? Arithmetic(string operation, (string Sql, string? Type) left, (string Sql, string? Type) right)
    {
        if (left.Type is null || right.Type is null)
            return null;
        var common = Common(left, right);
        if (common is not null && (Numbers.Contains(common) || common == "unknown"))
            return common;
        if (common is "date" or "timestamp")
            return operation == "-" ? "interval" : null;
        return (left.Type, operation, right.Type) switch
        {
            ("interval" or "unknown", "+" or "-", "interval" or "unknown") => "interval",
            ("date" or "timestamp", "+" or "-", "interval") => left.Type,
            ("interval", "+", "date" or "timestamp") => right.Type,
            ("interval", "*", "integer" or "bigint" or "double") or ("integer" or "bigint" or "double", "*", "interval") => "interval",
            _ => null,
        };
    }

    static string? Joined((string Sql, string? Type) left, (string Sql, string? Type) right) =>
        left.Type is "varchar" or "unknown" && right.Type is "varchar" or "unknown" ? "varchar" : null;

    public void Dispose() => _table.Dispose();
}
