using ParquetSharp;
using ParquetSharp.IO;

namespace Emulator.Firehose;

/// <summary>A Parquet file that is encoded in memory, written in the work folder, and moved to its key when it is complete.</summary>
/// <remarks>Written directly to a file, each page would be several system calls: hundreds for a file of one row.</remarks>
sealed class ParquetObject : IDisposable
{
    readonly string _aside;
    readonly ParquetLayout _layout;
    BufferOutputStream? _encoded;
    ParquetFileWriter? _writer;
    bool _isMoved;

    public ParquetObject(string aside, ParquetLayout layout) => (_aside, _layout) = (aside, layout);

    /// <summary>Writes a row group and clears the buffer.</summary>
    public void Write(RowGroupBuffer rows)
    {
        _encoded ??= new BufferOutputStream();
        _writer ??= new ParquetFileWriter(_encoded, _layout.Schema, _layout.Properties);
        if (rows.Rows > 0)
            rows.WriteTo(_writer);
    }

    /// <summary>Writes the last row group, writes the file and moves it to its key.</summary>
    /// <exception cref="IOException">The file cannot be written. Usually the disk is full.</exception>
    public void Complete(RowGroupBuffer rows, string path)
    {
        if (_writer is null && _layout.Small is { } small && rows.Rows <= SmallParquet.MostRows)
        {
            Write(small.Encode(rows));
        }
        else
        {
            Write(rows);
            _writer!.Close();
            using var bytes = _encoded!.Finish();
            Write(bytes.ToArray());
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_aside, path);
        _isMoved = true;
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _encoded?.Dispose();
        if (!_isMoved)
            File.Delete(_aside);
    }

    void Write(ReadOnlyMemory<byte> bytes) => FileSizeLimit.Write(_aside, () =>
    {
        // A file that is truncated when it is opened would be written to the disk when it is closed.
        using var file = new FileStream(_aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(bytes.Span);
    });
}
