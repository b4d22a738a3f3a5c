using Emulator.Athena;
using ParquetSharp;
using ParquetSharp.IO;

namespace Web;

/// <summary>Writes rows as a Parquet file, one row group at a time.</summary>
static class ResultParquet
{
    const int RowsOfAGroup = 100_000;

    // A value can have a megabyte, and the rows of a group are in memory.
    const long BytesOfAGroup = 64 * 1024 * 1024;

    /// <param name="result">A query's rows.</param>
    /// <param name="atRow">Whether the result is already at its first row.</param>
    /// <param name="output">The stream for the file; it need not be seekable.</param>
    public static void Write(QueryResult result, bool atRow, Stream output)
    {
        var columns = result.Columns.Select(ColumnOf).ToList();
        using var counted = new CountingStream(output);
        using var stream = new ManagedOutputStream(counted, leaveOpen: true);
        using var writer = new ParquetFileWriter(stream, [.. columns.Select(column => column.Schema)]);
        for (var more = atRow; more;)
        {
            long rows = 0, bytes = 0;
            for (; more && rows < RowsOfAGroup && bytes < BytesOfAGroup; more = result.Read(), rows++)
            {
                for (var i = 0; i < columns.Count; i++)
                    bytes += columns[i].Add(result.Row[i]);
            }

            using var group = writer.AppendRowGroup();
            foreach (var column in columns)
            {
                using var next = group.NextColumn();
                column.Flush(next);
            }
        }

        writer.Close();
    }

    static Buffer ColumnOf(ResultColumn column) => column.Type switch
    {
        "boolean" => new Buffer<bool?>(new Column<bool?>(column.Name), value => (bool?)value),
        "tinyint" or "smallint" or "integer" =>
            new Buffer<int?>(new Column<int?>(column.Name), value => value is null ? null : Convert.ToInt32(value, null)),
        "bigint" => new Buffer<long?>(new Column<long?>(column.Name), value => value is null ? null : Convert.ToInt64(value, null)),
        "real" or "double" => new Buffer<double?>(new Column<double?>(column.Name), value =>
            value is null ? null : Convert.ToDouble(value, null)),
        "timestamp" or "timestamp(3)" =>
            new Buffer<DateTime?>(new Column<DateTime?>(column.Name,
            LogicalType.Timestamp(isAdjustedToUtc: true, timeUnit: TimeUnit.Millis)), value => (DateTime?)value),
        _ => new Buffer<string?>(new Column<string>(column.Name), ResultText.Of),
    };

    abstract class Buffer(Column schema)
    {
        public Column Schema => schema;

        /// <summary>Adds a value and returns about how much memory it takes.</summary>
        public abstract int Add(object? value);

        public abstract void Flush(ColumnWriter column);
    }

    sealed class Buffer<T>(Column schema, Func<object?, T> convert) : Buffer(schema)
    {
        readonly List<T> _values = [];

        public override int Add(object? value)
        {
            var added = convert(value);
            _values.Add(added);
            return sizeof(long) + (added is string text ? sizeof(char) * text.Length : 0);
        }

        public override void Flush(ColumnWriter column)
        {
            using var writer = column.LogicalWriter<T>();
            writer.WriteBatch([.. _values]);
            _values.Clear();
        }
    }

    // Parquet's footer has the places of all columns, so the writer needs the position.
    sealed class CountingStream(Stream inner) : Stream
    {
        long _written;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _written;

        public override long Position
        {
            get => _written;
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
            _written += count;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            _written += buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
