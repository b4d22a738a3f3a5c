using Emulator.Template;

namespace Emulator.Firehose;

/// <summary>
/// The S3 destination of a delivery stream: converts records to Parquet by the Glue table, and closes a file by the buffering hints or when
/// the prefix changes, so that a record is always in the hour of its arrival.
/// </summary>
/// <remarks>The next row group is converted while one is written.</remarks>
/// <param name="stream">The delivery stream of the template.</param>
/// <param name="table">The Glue table that defines the columns.</param>
/// <param name="bucketFolder">The folder of the bucket.</param>
/// <param name="workFolder">The folder for incomplete files, on the same disk.</param>
/// <param name="randomString">Returns the GUID at the end of an object's name.</param>
public sealed class S3Destination(
    DeliveryStreamResource stream, GlueTableResource table, string bucketFolder, string workFolder,
    Func<string> randomString) : IAsyncDisposable
{
    readonly ErrorOutput _errors = new(stream, bucketFolder, randomString);
    RowGroupBuffer _rows = new(table, stream.Conversion!);
    RowGroupBuffer _written = new(table, stream.Conversion!);
    ParquetLayout? _layout;
    readonly WriterThread _writer = new();
    Task _writing = Task.CompletedTask;
    ParquetObject? _object;
    string _prefix = "";
    DateTimeOffset _opened;
    long _bytes;
    int _number;

    public DeliveryCounts Counts { get; } = new();

    /// <summary>Delivers a transformed record.</summary>
    /// <param name="record">The original record.</param>
    /// <param name="json">The transformed data. The caller can reuse the memory after the call.</param>
    public async ValueTask DeliverAsync(FirehoseRecord record, ReadOnlyMemory<byte> json)
    {
        var prefix = ObjectPrefix.Evaluate(stream.Prefix, record.Arrival);
        if (_object is not null && (prefix != _prefix || _bytes + json.Length > stream.BufferSize
            || record.Arrival - _opened >= stream.BufferInterval))
            await CloseObjectAsync();
        _object ??= Open(prefix, record.Arrival);
        var (rows, unparsed) = (_rows.Rows, _rows.Unparsed);
        if (_rows.TryAdd(json.Span) is { } reason)
        {
            _errors.AddConversionFailed(record, json.Span, reason);
            CountFailed(record);
            return;
        }
        Counts.Rows += _rows.Rows - rows;
        Counts.Unparsed += _rows.Unparsed - unparsed;
        _bytes += json.Length;
        if (_rows.IsFull)
            await WriteAsync(_object.Write);
    }

    /// <summary>Stores a record that was not transformed.</summary>
    public void Fail(FirehoseRecord record, string lambdaArn, int attempts, string errorCode, string errorMessage)
    {
        _errors.AddProcessingFailed(record, lambdaArn, attempts, errorCode, errorMessage);
        CountFailed(record);
    }

    /// <summary>Closes the open files.</summary>
    public async Task CompleteAsync()
    {
        await CloseObjectAsync();
        await _writing;
        _errors.Flush(workFolder);
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.ContinueWith(_ => { }, TaskScheduler.Default);
        _writer.Dispose();
        _object?.Dispose();
        _layout?.Dispose();
    }

    void CountFailed(FirehoseRecord record)
    {
        Counts.FailedEvents += record.Events;
        if (_errors.IsFull)
            _errors.Flush(workFolder);
    }

    ParquetObject Open(string prefix, DateTimeOffset arrival)
    {
        (_prefix, _opened, _bytes) = (prefix, arrival, 0);
        _layout ??= new ParquetLayout(_rows.Columns, stream.Conversion!);
        return new ParquetObject(Path.Combine(workFolder, $"parquet-{_number++}"), _layout);
    }

    async ValueTask CloseObjectAsync()
    {
        if (_object is not { } file)
            return;
        _object = null;
        if (_bytes > 0)
        {
            var name = $"{stream.Name}-1-{_opened:yyyy-MM-dd-HH-mm-ss}-{randomString()}.parquet";
            var path = Path.Combine(bucketFolder, _prefix + name);
            await WriteAsync(rows =>
            {
                using (file)
                {
                    file.Complete(rows, path);
                }
                Counts.Files++;
            });
        }
        else
        {
            file.Dispose();
        }
        _errors.Flush(workFolder);
    }

    /// <summary>Writes the rows in the background, one job at a time. An error is thrown by the next call or at the end.</summary>
    async ValueTask WriteAsync(Action<RowGroupBuffer> write)
    {
        await _writing;
        var rows = _rows;
        (_rows, _written) = (_written, rows);
        _writing = _writer.Run(() => write(rows));
    }
}
