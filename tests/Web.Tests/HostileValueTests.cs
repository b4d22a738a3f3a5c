using System.Text.Json;
using ParquetSharp;
using ParquetSharp.IO;

namespace Web.Tests;

/// <summary>Downloads of values that are very long, or that a spreadsheet takes for formulas.</summary>
public sealed class HostileValueTests(HostileValueTests.HostileRecords served) : IClassFixture<HostileValueTests.HostileRecords>
{
    const int LongValues = 14;
    const string Formulas = "=1+1 +1 -1 @SUM(A1) \uff1d1 \uff0b1 \uff0d1 \uff201";

    static readonly string Long = new('a', 100_000);

    static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_793_530_000);

    public static TheoryData<bool> Pages => [false, true];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task CSV_has_every_value_and_no_formula(bool isSqlPage)
    {
        var text = System.Text.Encoding.UTF8.GetString(await DownloadAsync(isSqlPage, "csv"));

        var rows = text.TrimEnd().Split("\r\n")[1..].Select(row => row.Split(',')).ToList();
        Assert.Equal(LongValues + 8, rows.Count);
        Assert.Equal(LongValues, rows.Count(row => row.Any(cell => cell.Contains(Long, StringComparison.Ordinal))));
        Assert.DoesNotContain(
            rows.SelectMany(row => row), cell => cell.Length > 1 && Formulas.Split(' ').Any(formula => cell[1] == formula[0]));
        Assert.All(Formulas.Split(' '), formula => Assert.Single(rows, row => row.Contains($"\"'{formula}\"")));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task JSON_lines_have_every_value_unchanged(bool isSqlPage)
    {
        var text = System.Text.Encoding.UTF8.GetString(await DownloadAsync(isSqlPage, "jsonl"));

        AssertWhole([.. text.TrimEnd().Split('\n').Select(line =>
            JsonSerializer.Deserialize<Dictionary<string, object>>(line)!.ToDictionary(field => field.Key, field => $"{field.Value}"))]);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Parquet_has_every_value_unchanged(bool isSqlPage)
    {
        using var memory = new MemoryStream(await DownloadAsync(isSqlPage, "parquet"));
        using var file = new ParquetFileReader(new ManagedRandomAccessFile(memory));

        var rows = new List<Dictionary<string, string>>();
        for (var group = 0; group < file.FileMetaData.NumRowGroups; group++)
        {
            using var reader = file.RowGroup(group);
            List<Dictionary<string, string>> part =
                [.. Enumerable.Range(0, (int)reader.MetaData.NumRows).Select(_ => new Dictionary<string, string>())];
            for (var i = 0; i < reader.MetaData.NumColumns; i++)
            {
                using var column = reader.Column(i);
                if (column.ColumnDescriptor.LogicalType is not StringLogicalType)
                    continue;
                using var values = column.LogicalReader<string?>();
                foreach (var (row, value) in values.ReadAll(part.Count).Index())
                    if (value is not null)
                        part[row][column.ColumnDescriptor.Name] = value;
            }
            rows.AddRange(part);
        }
        AssertWhole(rows);
    }

    static void AssertWhole(List<Dictionary<string, string>> rows)
    {
        Assert.Equal(LongValues + 8, rows.Count);
        // A value that does not match its field is kept in the whole record.
        Assert.Equal(LongValues, rows.Count(row => row.Values.Any(value => value.Contains(Long, StringComparison.Ordinal))));
        Assert.Equal(Formulas.Split(' ').Order(StringComparer.Ordinal), rows.Select(row => row.GetValueOrDefault("srcaddr", ""))
            .Where(address => address != Long && address != "10.0.0.1" && address.Length > 0).Order(StringComparer.Ordinal));
    }

    static string Plain(string source) => RecordsStack.Record(Start, source, "10.0.0.5", 4242, 22);

    async Task<byte[]> DownloadAsync(bool isSqlPage, string format)
    {
        using var form = new FormUrlEncodedContent([new("sql", "SELECT * FROM flow_logs"), new("format", format)]);
        using var answer = isSqlPage
            ? await served.Stack.Client.PostAsync("/api/query/download", form, TestContext.Current.CancellationToken)
            : await served.Stack.Client.GetAsync($"/api/records/download?range=all&format={format}", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    public sealed class HostileRecords : ServedRecords
    {
        /// <summary>A very long value in each field, and each formula as an address.</summary>
        protected override IEnumerable<string> Records =>
        [
            .. Enumerable.Range(0, LongValues).Select(changed =>
                string.Join(' ', Plain("10.0.0.1").Split(' ').Select((value, place) => place == changed ? Long : value))),
            .. Formulas.Split(' ').Select(Plain),
        ];
    }
}
