using System.Globalization;
using CsCheck;
using DuckDB.NET.Data;
using Emulator.Firehose;
using Emulator.Template;
using ParquetSharp;

namespace Emulator.Tests.Firehose;

/// <summary>Compares the encoder of small files with the library.</summary>
public sealed class SmallParquetTests : IDisposable
{
    static readonly StackTemplate Template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    static readonly ParquetConversion Conversion = DeliveryStreamResource.All(Template)[0].Conversion!;

    static readonly string[] Texts = ["", "REJECT", "caf\u00e9", new string('a', 300)];

    /// <summary>Values of every type of column, or none.</summary>
    static readonly Gen<string[]> Members = Gen.Select(
        Member("version", Gen.Int[0, int.MaxValue].Select(number => $"{number}")),
        Member("bytes", Gen.Long[0, long.MaxValue].Select(number => $"{number}")),
        Member("start", Gen.Long[0, 253_402_300_799].Select(number => $"{number}")),
        Member("action", Gen.Int[0, Texts.Length - 1].Select(place => $"\"{Texts[place]}\"")),
        (version, bytes, start, action) => new[] { version, bytes, start, action }.Where(member => member.Length > 0).ToArray());

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("small-parquet-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Small_file_has_the_rows_and_the_schema_of_the_library(bool isSnappy) => Members.Array[1, SmallParquet.MostRows].Sample(
        rows =>
        {
            var small = Path.Combine(_folder.FullName, "small.parquet");
            File.WriteAllBytes(small, new SmallParquet(isSnappy).Encode(Buffer(rows)).Span);
            var usual = Path.Combine(_folder.FullName, "usual.parquet");
            WriteByLibrary(Buffer(rows), usual);

            Assert.Equal(Query(usual, "parquet_schema"), Query(small, "parquet_schema"));
            Assert.Equal(Query(usual, "read_parquet"), Query(small, "read_parquet"));
            Assert.Equal(Columns(usual), Columns(small));
            Assert.Equal([isSnappy ? "SNAPPY" : "UNCOMPRESSED"], Query(small, "parquet_metadata"));
        },
        iter: 5,
        threads: 1);

    static Gen<string> Member(string name, Gen<string> value) =>
        Gen.Select(Gen.Bool, value, (isThere, text) => isThere ? $"\"{name}\":{text}" : "");

    static RowGroupBuffer Buffer(string[][] rows)
    {
        var buffer = new RowGroupBuffer(GlueTableResource.All(Template)[0], Conversion);
        var json = string.Concat(rows.Select(members => $"{{{string.Join(',', members)}}}\n"));
        Assert.Null(buffer.TryAdd(System.Text.Encoding.UTF8.GetBytes(json)));
        return buffer;
    }

    static void WriteByLibrary(RowGroupBuffer rows, string path)
    {
        using var layout = new ParquetLayout(rows.Columns, Conversion);
        using var file = new ParquetFileWriter(path, layout.Schema, layout.Properties);
        rows.WriteTo(file);
        file.Close();
    }

    static List<string> Query(string path, string function)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var columns = function switch
        {
            "parquet_schema" => "* EXCLUDE (file_name)",
            "parquet_metadata" => "DISTINCT compression",
            _ => "*",
        };
        using var command = new DuckDBCommand($"SELECT {columns} FROM {function}('{path}')", connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(field => Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture))));
        return rows;
    }

    // As the library reads them.
    static List<string> Columns(string path)
    {
        using var file = new ParquetFileReader(path);
        using var group = file.RowGroup(0);
        var columns = new List<string>();
        for (var i = 0; i < group.MetaData.NumColumns; i++)
        {
            using var column = group.Column(i);
            var values = column.LogicalReader().Apply(new Values(group.MetaData.NumRows));
            columns.Add($"{column.ColumnDescriptor.Name} {column.ColumnDescriptor.PhysicalType} {column.ColumnDescriptor.LogicalType}: {values}");
        }
        return columns;
    }

    sealed class Values(long rows) : ILogicalColumnReaderVisitor<string>
    {
        public string OnLogicalColumnReader<TValue>(LogicalColumnReader<TValue> reader) =>
            string.Join('|', reader.ReadAll(checked((int)rows)).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
    }
}
