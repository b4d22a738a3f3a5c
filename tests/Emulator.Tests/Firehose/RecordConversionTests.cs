using System.Text;
using CsCheck;
using DuckDB.NET.Data;
using Emulator.Firehose;
using Emulator.Template;

namespace Emulator.Tests.Firehose;

/// <summary>Tests record format conversion with the template of the product.</summary>
public sealed class RecordConversionTests
{
    const long Hour = 1_795_564_800;

    static readonly StackTemplate Template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    /// <summary>Objects with columns in any order and number, unknown keys, and values of every valid kind.</summary>
    static readonly string[] Members = [
        "\"version\":2", "\"account-id\":\"012345678901\"", "\"srcaddr\":\"10.0.0.1\"", "\"srcport\":443", "\"srcport\":\"-\"",
        "\"bytes\":0",
        "\"bytes\":9007199254740993", "\"packets\":\"12\"", "\"start\":1418530010", "\"end\":1418530070", "\"action\":\"\"",
        "\"unparsed\":\"caf\u00e9 \\\"x\\\" \\u0041\"",
        "\"protocol\":null", "\"ACTION\":\"REJECT\"", "\"log-status\":\"OK\"", "\"other\":{\"a\":[1,2]}", "\"vpc-id\":\"vpc-1\"",
        "\"vpc_id\":\"vpc-2\"",
    ];

    static readonly Gen<string[][]> Rows = Gen.Int[0, Members.Length - 1].Select(place => Members[place]).Array[0, 6].Array[1, 30];

    [Fact]
    public async Task The_fast_path_reads_plain_JSON_like_the_slow_path() =>
        await Rows.SampleAsync(
            async rows =>
            {
                var plain = await ConvertAsync(rows, "{", ",", "}\n");
                var spaced = await ConvertAsync(rows, " { ", " ,\t", " }\r\n");

                Assert.Equal(rows.Length, plain.Count);
                Assert.Equal(spaced, plain);
            },
            iter: 40,
            threads: 1);

    [Theory]
    [InlineData("""{"version":2}{"version":x}""")]
    [InlineData("""{"version":02}""")]
    [InlineData("""{"version":2""")]
    [InlineData("""{"version":2,}""")]
    [InlineData("""{"version":99999999999}""")]
    [InlineData("""{"version":2.5}""")]
    [InlineData("""{"srcaddr":"10.0.0.1}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"srcaddr":"\ud800"}""")]
    public async Task A_record_with_an_invalid_row_gives_no_row(string json)
    {
        var folder = Directory.CreateTempSubdirectory("conversion-");
        try
        {
            await using var destination = Destination(folder.FullName);
            await destination.DeliverAsync(Record(1), Encoding.UTF8.GetBytes("""{"version":1}"""));
            await destination.DeliverAsync(Record(2), Encoding.UTF8.GetBytes($$"""{"version":3,"srcaddr":"10.0.0.9"}{{json}}"""));
            await destination.DeliverAsync(Record(1), Encoding.UTF8.GetBytes("""{"version":4}"""));
            await destination.CompleteAsync();

            Assert.Equal((2, 2), (destination.Counts.Rows, destination.Counts.FailedEvents));
            Assert.Equal(["1", "4"], Read(folder.FullName).Select(row => row.Split('|')[0]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<List<string>> ConvertAsync(string[][] rows, string open, string comma, string close)
    {
        var folder = Directory.CreateTempSubdirectory("conversion-");
        try
        {
            await using var destination = Destination(folder.FullName);
            // Several records, so that rows of different records follow each other.
            foreach (var part in rows.Chunk(7))
                await destination.DeliverAsync(Record(part.Length),
                    Encoding.UTF8.GetBytes(string.Concat(part.Select(row => open + string.Join(comma, row) + close))));
            await destination.CompleteAsync();
            Assert.Equal((rows.Length, 0), (destination.Counts.Rows, destination.Counts.FailedEvents));
            return Read(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static S3Destination Destination(string folder) =>
        new(
            DeliveryStreamResource.All(Template)[0], GlueTableResource.All(Template)[0], Path.Combine(folder, "bucket"), folder,
            () => Guid.NewGuid().ToString());

    static FirehoseRecord Record(int events) => new([], DateTimeOffset.FromUnixTimeSeconds(Hour), events);

    static List<string> Read(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select * from read_parquet('{folder}/bucket/flowlogs/**/*.parquet')";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(field => reader.IsDBNull(field) ? "" : $"{reader.GetValue(field)}")));
        return rows;
    }
}
