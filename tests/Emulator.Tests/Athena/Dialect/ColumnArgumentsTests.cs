using System.Text.RegularExpressions;
using Emulator.Athena;
using Emulator.Athena.Dialect;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>Calls each function of the table with columns where examples have constants, which DuckDB takes alone in some places.</summary>
public sealed partial class ColumnArgumentsTests : IDisposable
{
    /// <summary>Arguments of the functions that check them in code, for which the table has no signature.</summary>
    static readonly Dictionary<string, string[]> Calls = new()
    {
        ["ceil"] = ["packets", "CAST(packets AS double)", "CAST(packets AS decimal(10,2))"],
        ["ceiling"] = ["packets"],
        ["floor"] = ["packets"],
        ["round"] = ["packets, protocol", "CAST(packets AS double), protocol", "CAST(packets AS decimal(10,2)), protocol"],
        ["truncate"] = ["packets, protocol", "CAST(packets AS double), protocol", "CAST(packets AS decimal(10,2)), protocol"],
        ["mod"] = ["packets, protocol"],
        ["substr"] = ["srcaddr, packets, bytes", "srcaddr, packets"],
        ["substring"] = ["srcaddr, packets, bytes"],
        ["normalize"] = ["srcaddr"],
        ["format"] = ["srcaddr, packets"],
        ["regexp_replace"] = ["srcaddr, dstport, dstaddr", "srcaddr, dstport, x -> x[1]"],
        ["date"] = ["srcaddr"],
        ["date_trunc"] = ["dstport, start"],
        ["date_add"] = ["dstport, protocol, start"],
        ["date_diff"] = ["dstport, start, \"end\""],
        ["date_format"] = ["start, dstport"],
        ["format_datetime"] = ["start, dstport"],
        ["date_parse"] = ["srcaddr, dstport"],
        ["parse_datetime"] = ["srcaddr, dstport"],
        ["at_timezone"] = ["start, dstport"],
        ["with_timezone"] = ["start, dstport"],
        ["from_unixtime"] = ["CAST(packets AS double), dstport"],
        ["from_iso8601_timestamp"] = ["srcaddr"],
        ["to_iso8601"] = ["start", "CAST(start AS date)"],
        ["timezone_hour"] = ["at_timezone(start, 'Asia/Tokyo')"],
        ["timezone_minute"] = ["at_timezone(start, 'Asia/Tokyo')"],
        ["greatest"] = ["packets, bytes"],
        ["least"] = ["packets, bytes"],
        ["nullif"] = ["packets, bytes"],
        ["if"] = ["packets > 1, packets, bytes"],
        ["typeof"] = ["packets"],
        ["json_extract"] = ["srcaddr, dstport"],
        ["json_extract_scalar"] = ["srcaddr, dstport"],
        ["json_size"] = ["srcaddr, dstport"],
        ["array_sort"] = ["ARRAY[packets, bytes], (x, y) -> 1"],
        ["sequence"] = ["packets, bytes, protocol", "start, \"end\", \"end\" - start"],
        ["reduce"] = ["ARRAY[packets, bytes], packets, (s, x) -> s + x, s -> s"],
        ["zip"] = ["ARRAY[packets], ARRAY[srcaddr, dstaddr]"],
        ["zip_with"] = ["ARRAY[packets, bytes], ARRAY[bytes, packets], (x, y) -> x + y"],
        ["sum"] = ["CAST(packets AS decimal(10,2))"],
        ["avg"] = ["CAST(packets AS decimal(10,2))"],
        ["checksum"] = ["srcaddr"],
        ["approx_percentile"] = ["packets, bytes, 0.5"],
    };

    /// <summary>Arguments that the signature alone does not give.</summary>
    static readonly Dictionary<string, string[]> Related = new()
    {
        ["element_at"] = ["ARRAY[packets, bytes], packets", "MAP(ARRAY['a', srcaddr], ARRAY[packets, bytes]), dstaddr"],
        ["position"] = ["srcaddr IN dstaddr"],
        ["map_from_entries"] = ["ARRAY[ROW(srcaddr, packets)]"],
    };

    readonly TestTable _table = new();

    public ColumnArgumentsTests() => _table.AddHour(new DateTime(2023, 11, 14, 22, 0, 0, DateTimeKind.Utc));

    public static TheoryData<string> Topics => [.. FunctionTable.All.Select(entry => entry.Topic).Distinct()];

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_function_of_columns_gives_rows_or_is_refused_by_name(string topic)
    {
        var wrong = new List<string>();
        foreach (var entry in FunctionTable.All.Where(entry => entry.Topic == topic && !entry.IsMissing))
        {
            var over = entry.Kind == FunctionKind.Window ? " OVER (PARTITION BY action ORDER BY start)" : "";
            foreach (var arguments in ArgumentsOf(entry))
            {
                var message = ErrorOf($"SELECT {entry.Name}({arguments}){over} FROM flow_logs");
                if (message is not null && !Refused.IsMatch(message))
                    wrong.Add($"{entry.Name}({arguments}): {message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    static string[] ArgumentsOf(FunctionEntry entry) => Related.TryGetValue(entry.Name, out var related) ? related
        : entry.Signature is { } signature ? [TryTests.ArgumentsOf(signature)] : Calls[entry.Name];

    string? ErrorOf(string sql)
    {
        try
        {
            _table.Rows(sql);
            return null;
        }
        catch (AthenaException exception)
        {
            return exception.Message;
        }
    }

    public void Dispose() => _table.Dispose();

    // The values of the test's columns, too, can be refused, but with a sentence about them.
    [GeneratedRegex("^(NOT_SUPPORTED: (?!This machine)|(INVALID_[A-Z_]+|DIVISION_BY_ZERO|NUMERIC_VALUE_OUT_OF_RANGE): (?!A function got)"
        + "|SYNTAX_ERROR: .* The separator of listagg is)")]
    private static partial Regex Refused { get; }
}
