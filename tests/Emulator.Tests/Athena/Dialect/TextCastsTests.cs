using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using CsCheck;
using Emulator.Athena;
using Emulator.Athena.Dialect;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>Casts texts to other types: Trino accepts the same texts, in a literal and in a column, and has the same values.</summary>
public sealed class TextCastsTests : IDisposable
{
    const int Texts = 3000;

    static readonly string[] Types =
        ["date", "timestamp", "timestamp(0)", "time", "double", "real", "tinyint", "bigint", "decimal(10,2)", "boolean"];

    // Characters near to valid texts, in the places of valid characters.
    static readonly Gen<string> Text = Gen.Select(
        OneOf("2023-11-14", "2023-11-14 22:13:20", "2023-11-14 02:13:20.1255", "22:13:20", "12.50", "1e3", "-7", "NaN", "true"),
        Gen.Int[0, 2].SelectMany(count => Gen.Select(Gen.Int[0, 24], OneOf("", " ", "/", "-", "T", "x", "_", ".", "9", "24", "e", "+", ":"),
            Gen.Int[0, 2]).Array[count]),
        (text, edits) => edits.Aggregate(text, (edited, edit) =>
        {
            var (start, inserted, removed) = (Math.Min(edit.Item1, edited.Length), edit.Item2, edit.Item3);
            return edited[..start] + inserted + edited[Math.Min(edited.Length, start + removed)..];
        }));

    readonly TestTable _table = new();

    static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Theory]
    [InlineData("2023-11-14", "date", "2023-11-14")]
    [InlineData("2023-1-2", "date", "2023-01-02")]
    [InlineData(" 2023-01-02\t", "date", "2023-01-02")]
    [InlineData("2023/01/02", "date", null)]
    [InlineData("20230102", "date", null)]
    [InlineData("2023-01-2x", "date", null)]
    [InlineData("2023-02-30", "date", null)]
    [InlineData("2023-01", "date", null)]
    [InlineData("2023-01-02 10:00:00", "date", null)]
    [InlineData("2023-01-02 10:11:12", "timestamp", "2023-01-02 10:11:12.000")]
    [InlineData("2023-1-2 3:4", "timestamp", "2023-01-02 03:04:00.000")]
    [InlineData("2023-01-02", "timestamp", "2023-01-02 00:00:00.000")]
    [InlineData("2023-01-02 23:59:59.9996", "timestamp", "2023-01-03 00:00:00.000")]
    [InlineData("2023-01-02 10:11:12 America/New_York", "timestamp", "2023-01-02 10:11:12.000")]
    [InlineData("2023-01-02T10:11:12", "timestamp", null)]
    [InlineData("2023-01-02 24:00:00", "timestamp", null)]
    [InlineData("2023-01-02 10:11:12 +01:00", "timestamp with time zone", "2023-01-02 09:11:12.000 UTC")]
    [InlineData("2023-01-02 10:11:12 Nowhere/X", "timestamp with time zone", null)]
    [InlineData("1:2", "time", "01:02:00.000")]
    [InlineData(" 10:00", "time", null)]
    [InlineData("24:00", "time", null)]
    [InlineData("10 PM", "time", null)]
    [InlineData("+5", "bigint", "5")]
    [InlineData("007", "bigint", "7")]
    [InlineData("1e3", "bigint", null)]
    [InlineData(" 1 ", "bigint", null)]
    [InlineData("0x10", "bigint", null)]
    [InlineData("1_000", "bigint", null)]
    [InlineData("128", "tinyint", null)]
    [InlineData(" 1.5 ", "double", "1.5")]
    [InlineData("-1.5e3", "double", "-1500.0")]
    [InlineData("1.5d", "double", "1.5")]
    [InlineData("1e400", "double", "Infinity")]
    [InlineData("-Infinity", "double", "-Infinity")]
    [InlineData("inf", "double", null)]
    [InlineData("nan", "double", null)]
    [InlineData("1_000", "double", null)]
    [InlineData("1.5F", "real", "1.5")]
    [InlineData("1.555", "decimal(10,2)", "1.56")]
    [InlineData("1e2", "decimal(10,2)", "100.00")]
    [InlineData(" 1.5", "decimal(10,2)", null)]
    [InlineData("1_0", "decimal(10,2)", null)]
    [InlineData("5e-3", "decimal(9,0)", "0")]
    [InlineData("0e2147483647", "decimal(9,1)", "0.0")]
    [InlineData("1e2147483647", "decimal(9,1)", null)]
    [InlineData("1e-2147483648", "decimal(9,1)", "0.0")]
    [InlineData("1e-99999999999", "decimal(9,1)", null)]
    [InlineData("123.4", "decimal(4,2)", null)]
    [InlineData("T", "boolean", "true")]
    [InlineData("yes", "boolean", null)]
    [InlineData(" true", "boolean", null)]
    public void A_text_has_the_value_of_Trino(string text, string type, string? expected)
    {
        foreach (var (column, from) in new[] { ($"'{text}'", ""), ("x", $" FROM (VALUES '{text}') AS t(x)") })
        {
            Assert.Equal(expected, _table.Value($"SELECT TRY_CAST({column} AS {type}) AT TIME ZONE 'UTC'{from}"
                .Replace(type.EndsWith("zone", StringComparison.Ordinal) ? "\0" : " AT TIME ZONE 'UTC'", "", StringComparison.Ordinal)));
            var cast = $"SELECT CAST({column} AS {type}){from}";
            if (expected is null)
                Assert.StartsWith("INVALID_CAST_ARGUMENT: ", _table.ErrorOf(cast), StringComparison.Ordinal);
            else
                _table.Rows(cast);
        }
    }

    [Fact]
    public void Columns_have_the_values_of_literals()
    {
        var texts = new List<string>();
        Text.Sample(text => texts.Add(text), iter: Texts, threads: 1);
        var values = string.Join(", ", texts.Distinct().Select(text => $"'{text}'"));
        foreach (var type in Types)
        {
            var known = 0;
            foreach (var row in _table.Rows($"SELECT x, CAST(TRY_CAST(x AS {type}) AS varchar) FROM (VALUES {values}) AS t(x)").Chunk(100))
            {
                var literals = _table.Rows($"SELECT {string.Join(", ", row.Select(pair =>
                    $"CAST(TRY_CAST('{pair[0]}' AS {type}) AS varchar)"))}")[0];
                foreach (var (pair, literal) in row.Zip(literals))
                    Assert.True(Equals(pair[1], literal), $"'{pair[0]}' as {type} is {pair[1]}, but {literal} as a literal");
                known += literals.Count(literal => literal is not null);
            }

            Assert.True(known > 0, $"{known} texts are {type}");
        }
    }

    [Fact]
    public void Numbers_of_all_lengths_have_the_values_of_dotnet()
    {
        var values = string.Join(", ", Numbers(OneOf("", "", "", "e5", "E-7", "e", "x")).Select(text => $"'{text}'"));
        foreach (var row in _table.Rows($"SELECT x, TRY_CAST(x AS double), TRY_CAST(x AS bigint) FROM (VALUES {values}) AS t(x)"))
        {
            var text = (string)row[0]!;
            Assert.Equal(TextCasts.Double(text, isReal: false), row[1]);
            var isInteger = Regex.IsMatch(text, "^[+-]?[0-9]+$")
                && BigInteger.Parse(text, CultureInfo.InvariantCulture) is var value && value >= long.MinValue && value <= long.MaxValue;
            Assert.Equal(isInteger ? long.Parse(text, CultureInfo.InvariantCulture) : null, row[2]);
        }
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(9, 0)]
    [InlineData(9, 8)]
    [InlineData(18, 6)]
    [InlineData(20, 10)]
    [InlineData(38, 0)]
    [InlineData(38, 20)]
    public void Decimal_numbers_are_rounded_half_up_and_fit_in_the_type(int precision, int scale)
    {
        var texts = Numbers(OneOf("", "", "", "e2", "E-3", "e", "x"));
        var values = string.Join(", ", texts.Select(text => $"'{text}'"));
        var known = 0;
        foreach (var row in _table.Rows(
            $"SELECT x, CAST(TRY_CAST(x AS decimal({precision},{scale})) AS varchar) FROM (VALUES {values}) AS t(x)"))
        {
            var expected = Rounded((string)row[0]!, scale) is { } digits && BigInteger.Abs(digits) < BigInteger.Pow(10, precision)
                ? WithPoint(digits, scale) : null;
            Assert.True(expected == (string?)row[1], $"'{row[0]}' is {row[1]}, not {expected}");
            known += expected is null ? 0 : 1;
        }

        Assert.InRange(known, texts.Count / 100, texts.Count);
    }

    [Fact]
    public void Each_row_of_many_has_its_own_value()
    {
        var rows = _table.Rows("""
            SELECT n, TRY_CAST(x AS integer), TRY_CAST(x AS double), TRY_CAST(x AS decimal(9,2)), TRY_CAST(d AS date), TRY_CAST(d AS timestamp)
            FROM (SELECT n, if(n % 3 > 0, if(n % 7 = 0, 'x', CAST(n AS varchar))) AS x,
                if(n % 3 > 0, if(n % 7 = 0, '2023-02-30', CAST(date_add('day', n, DATE '1960-01-01') AS varchar))) AS d
              FROM UNNEST(sequence(1, 9000)) AS t(n))
            """);
        foreach (var row in rows)
        {
            var n = (long)row[0]!;
            var day = new DateTime(1960, 1, 1).AddDays(n);
            Assert.Equal(n % 3 == 0 || n % 7 == 0 ? [null, null, null, null, null]
                : [(int)n, (double)n, (decimal)n, DateOnly.FromDateTime(day), day], row.Skip(1));
        }

        Assert.Equal(9000, rows.Count);
    }

    [Theory]
    [InlineData("DATE '2023/01/02'")]
    [InlineData("TIMESTAMP '2023-01-02T10:00:00'")]
    [InlineData("TIMESTAMP ' 2023-01-02'")]
    [InlineData("TIMESTAMP '2023-13-01'")]
    [InlineData("TIME '10 PM'")]
    public void A_literal_of_another_form_is_refused(string literal) =>
        Assert.StartsWith("INVALID_LITERAL: line 1:", _table.ErrorOf($"SELECT {literal}"), StringComparison.Ordinal);

    public void Dispose() => _table.Dispose();

    /// <summary>Returns texts of up to 22 digits with a sign, a point and an ending, or without them.</summary>
    static List<string> Numbers(Gen<string> end)
    {
        var texts = new List<string>();
        Gen.Select(OneOf("", "-", "+"), Gen.Char["0123456789"].Array[0, 22], Gen.Int[-1, 22], end).Sample(
            (sign, digits, point, ending) =>
                texts.Add(sign + new string(digits).Insert(Math.Clamp(point, 0, digits.Length), point < 0 ? "" : ".") + ending),
            iter: Texts, threads: 1);
        return [.. texts.Distinct()];
    }

    /// <summary>Returns a number as a multiple of its last digit, rounded as Java's HALF_UP does; null for other texts.</summary>
    static BigInteger? Rounded(string text, int scale)
    {
        if (Regex.Match(text, @"^([+-]?)(?=[0-9.]*[0-9])([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$") is not { Success: true } match)
            return null;
        var digits = BigInteger.Parse("0" + match.Groups[2].Value + match.Groups[3].Value, CultureInfo.InvariantCulture);
        var exponent = match.Groups[4].Success ? int.Parse(match.Groups[4].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var missing = scale + exponent - match.Groups[3].Length;
        digits = missing >= 0 ? digits * BigInteger.Pow(10, missing)
            : (digits + BigInteger.Pow(10, -missing) / 2) / BigInteger.Pow(10, -missing);
        return match.Groups[1].Value == "-" ? -digits : digits;
    }

    static string WithPoint(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + (scale == 0 ? text : text.Insert(text.Length - scale, "."));
    }
}
