using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Emulator.Firehose;

/// <summary>
/// Encodes Parquet files of few rows: one row group, plain values, no statistics. With Snappy, a page is one literal: it has Snappy's
/// format and the size of its values.
/// </summary>
/// <remarks>
/// ParquetSharp takes 2 ms for a file of one row, because it sets up every column of the table; this class takes 0.1 ms. Histories have
/// tens of thousands of hours, and each has a file (benchmarks/thin-history). A test reads the files of both with DuckDB and ParquetSharp.
/// Sources: "parquet.thrift" and "Parquet encoding definitions", Apache Parquet; "Snappy compressed format description".
/// </remarks>
sealed class SmallParquet
{
    /// <summary>The maximum number of rows. With more rows, compression and dictionaries are worth their time.</summary>
    public const int MostRows = 100;

    const int Plain = 0;
    const int RunLength = 3;

    // A literal whose length, less one, follows in four bytes.
    const byte LongLiteral = 63 << 2;

    readonly ArrayBufferWriter<byte> _file = new(16 * 1024);
    readonly ArrayBufferWriter<byte> _page = new();
    readonly ArrayBufferWriter<byte> _literal = new();
    readonly ThriftWriter _thrift;
    readonly bool _isSnappy;

    /// <param name="isSnappy">Whether pages have Snappy's format; otherwise they are uncompressed.</param>
    public SmallParquet(bool isSnappy)
    {
        _isSnappy = isSnappy;
        _thrift = new ThriftWriter(_file);
    }

    static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Encodes a file and clears the columns. The bytes are valid until the next call.</summary>
    public ReadOnlyMemory<byte> Encode(RowGroupBuffer rows)
    {
        _file.ResetWrittenCount();
        _file.Write(Magic);
        var columns = rows.Columns;
        Span<Chunk> chunks = stackalloc Chunk[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            var start = _file.WrittenCount;
            var literal = WriteChunk(columns[i], rows.Rows);
            chunks[i] = new Chunk(start, _file.WrittenCount - start, literal);
        }
        var footer = _file.WrittenCount;
        WriteFooter(columns, rows.Rows, chunks);
        BinaryPrimitives.WriteInt32LittleEndian(_file.GetSpan(sizeof(int)), _file.WrittenCount - footer);
        _file.Advance(sizeof(int));
        _file.Write(Magic);
        rows.Clear();
        return _file.WrittenMemory;
    }

    /// <summary>Writes the only page of a chunk: its header, the definition levels, the values.</summary>
    /// <returns>The number of bytes that Snappy's format adds.</returns>
    int WriteChunk(ColumnBuffer column, int rows)
    {
        _page.ResetWrittenCount();
        _literal.ResetWrittenCount();
        WriteLevels(column.Levels(rows), column.Values);
        column.WritePlain(_page);
        if (_isSnappy)
            BeginLiteral(_page.WrittenCount);
        _thrift.Begin();
        _thrift.Write(1, 0); // A data page.
        _thrift.Write(2, _page.WrittenCount);
        _thrift.Write(3, _literal.WrittenCount + _page.WrittenCount);
        _thrift.Begin(5);
        _thrift.Write(1, rows);
        _thrift.Write(2, Plain);
        _thrift.Write(3, RunLength);
        _thrift.Write(4, RunLength);
        _thrift.End();
        _thrift.End();
        _file.Write(_literal.WrittenSpan);
        _file.Write(_page.WrittenSpan);
        return _literal.WrittenCount;
    }

    // The length of the inflated data, and the tag of the literal that has all of it.
    void BeginLiteral(int length)
    {
        ThriftWriter.WriteVarint(_literal, (ulong)length);
        _literal.Write([LongLiteral]);
        BinaryPrimitives.WriteInt32LittleEndian(_literal.GetSpan(sizeof(int)), length - 1);
        _literal.Advance(sizeof(int));
    }

    /// <summary>Writes one bit for each row: a repeated value if all rows have a value or none has, else packed.</summary>
    void WriteLevels(ReadOnlySpan<short> levels, int values)
    {
        var length = _page.GetSpan(sizeof(int));
        length[..sizeof(int)].Clear();
        _page.Advance(sizeof(int));
        if (values == 0 || values == levels.Length)
        {
            ThriftWriter.WriteVarint(_page, (ulong)levels.Length << 1);
            _page.Write([(byte)(values == 0 ? 0 : 1)]);
        }
        else
        {
            var bytes = (levels.Length + 7) / 8;
            ThriftWriter.WriteVarint(_page, (ulong)bytes << 1 | 1);
            var packed = _page.GetSpan(bytes)[..bytes];
            packed.Clear();
            for (var row = 0; row < levels.Length; row++)
                packed[row / 8] |= (byte)(levels[row] << row % 8);
            _page.Advance(bytes);
        }
        var written = MemoryMarshal.AsMemory(_page.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(written, written.Length - sizeof(int));
    }

    void WriteFooter(IReadOnlyList<ColumnBuffer> columns, int rows, ReadOnlySpan<Chunk> chunks)
    {
        _thrift.Begin();
        _thrift.Write(1, 1); // The format's version.
        _thrift.BeginList(2, ThriftWriter.ElementType.Struct, columns.Count + 1);
        WriteRoot(columns.Count);
        foreach (var column in columns)
            WriteSchema(column);
        _thrift.Write(3, (long)rows);
        _thrift.BeginList(4, ThriftWriter.ElementType.Struct, 1);
        _thrift.Begin();
        _thrift.BeginList(1, ThriftWriter.ElementType.Struct, columns.Count);
        for (var i = 0; i < columns.Count; i++)
            WriteColumnChunk(columns[i], rows, chunks[i]);
        _thrift.Write(2, (long)chunks[^1].Start + chunks[^1].Length - Magic.Length);
        _thrift.Write(3, (long)rows);
        _thrift.End();
        _thrift.Write(6, "flowlogs"u8);
        _thrift.End();
    }

    void WriteRoot(int columns)
    {
        _thrift.Begin();
        _thrift.Write(3, 0); // Required.
        _thrift.Write(4, "schema"u8);
        _thrift.Write(5, columns);
        _thrift.End();
    }

    void WriteSchema(ColumnBuffer column)
    {
        _thrift.Begin();
        _thrift.Write(1, PhysicalTypeOf(column));
        _thrift.Write(3, 1); // Optional.
        _thrift.Write(4, column.Utf8Name);
        _thrift.Write(6, column.Column.Type switch { "string" => 0, "timestamp" => 10, "int" => 17, _ => 18 });
        _thrift.Begin(10);
        switch (column.Column.Type)
        {
            case "string":
                _thrift.Begin(1);
                break;
            case "timestamp":
                _thrift.Begin(8);
                _thrift.Write(1, true); // Adjusted to UTC.
                _thrift.Begin(2);
                _thrift.Begin(2); // Microseconds.
                _thrift.End();
                _thrift.End();
                break;
            default:
                _thrift.Begin(10);
                _thrift.Write(1, (sbyte)(column.Column.Type == "int" ? 32 : 64));
                _thrift.Write(2, true); // Signed.
                break;
        }
        _thrift.End();
        _thrift.End();
        _thrift.End();
    }

    void WriteColumnChunk(ColumnBuffer column, int rows, Chunk chunk)
    {
        _thrift.Begin();
        _thrift.Write(2, (long)chunk.Start);
        _thrift.Begin(3);
        _thrift.Write(1, PhysicalTypeOf(column));
        _thrift.BeginList(2, ThriftWriter.ElementType.I32, 2);
        _thrift.Element(Plain);
        _thrift.Element(RunLength);
        _thrift.BeginList(3, ThriftWriter.ElementType.Binary, 1);
        _thrift.Element(column.Utf8Name);
        _thrift.Write(4, _isSnappy ? 1 : 0);
        _thrift.Write(5, (long)rows);
        _thrift.Write(6, (long)(chunk.Length - chunk.Literal));
        _thrift.Write(7, (long)chunk.Length);
        _thrift.Write(9, (long)chunk.Start);
        _thrift.End();
        _thrift.End();
    }

    // INT32, INT64 or BYTE_ARRAY.
    static int PhysicalTypeOf(ColumnBuffer column) => column.Column.Type switch { "int" => 1, "string" => 6, _ => 2 };

    /// <param name="Start">The position in the file.</param>
    /// <param name="Length">The number of bytes.</param>
    /// <param name="Literal">How many of them Snappy's format adds.</param>
    readonly record struct Chunk(int Start, int Length, int Literal);
}
