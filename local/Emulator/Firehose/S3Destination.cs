using System.Globalization;
using Emulator.Template;

namespace Emulator.Firehose;

/// <summary>
/// A delivery stream's S3 destination: converts records to Parquet by the Glue table, and closes a file by the buffering hints or
/// when the prefix turns, so that a record is always in the hour in which it arrived.
/// </summary>
/// <remarks>While one row group is being written, the next is converted.</remarks>
/// <param name="stream">The stream, as the template has it.</param>
/// <param name="table">The Glue table whose columns the files have.</param>
/// <param name="bucketFolder">The folder that stands for the bucket.</param>
/// <param name="workFolder">Where files are while they are not whole; on the same disk.</param>
/// <param name="randomString">Returns the random string that ends an object's name, a GUID.</param>
public sealed class S3Destination(
    DeliveryStreamResource stream, GlueTableResource table, string bucketFolder, string workFolder, Func<string> randomString) : IAsyncDisposable
{
    readonly ErrorOutput _errors = new(stream, bucketFolder, randomString);
    RowGroupBuffer _rows = new(table, stream.Conversion!);
    RowGroupBuffer _written = new(table, stream.Conversion!);
    readonly WriterThread _writer = new();
    Task _writing = Task.CompletedTask;
    ParquetObject? _object;
    string _prefix = "";
    DateTimeOffset _opened;
    long _bytes;
    int _number;

    public DeliveryCounts Counts { get; } = new();

    /// <summary>Delivers a transformed record.</summary>
    /// <param name="record">The record as it came.</param>
    /// <param name="json">What the function made of it; not needed any more afterwards.</param>
    public async ValueTask DeliverAsync(FirehoseRecord record, ReadOnlyMemory<byte> json)
    {
        var prefix = ObjectPrefix.Evaluate(stream.Prefix, record.Arrival);
        if (_object is not null && (prefix != _prefix || _bytes + json.Length > stream.BufferSize || record.Arrival - _opened >= stream.BufferInterval))
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

    /// <summary>Keeps a record that was not transformed.</summary>
    public void Fail(FirehoseRecord record, string lambdaArn, int attempts, string errorCode, string errorMessage)
    {
        _errors.AddProcessingFailed(record, lambdaArn, attempts, errorCode, errorMessage);
        CountFailed(record);
    }

    /// <summary>Closes what is open.</summary>
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
        return new ParquetObject(Path.Combine(workFolder, $"parquet-{_number++}"), _rows.Columns, stream.Conversion!);
    }

    async ValueTask CloseObjectAsync()
    {
        if (_object is not { } file)
            return;
        _object = null;
        if (_bytes > 0)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{stream.Name}-1-{_opened:yyyy-MM-dd-HH-mm-ss}-{randomString()}.parquet");
            var path = Path.Combine(bucketFolder, _prefix + name);
            await WriteAsync(rows =>
            {
                using (file)
                {
                    file.Write(rows);
                    file.Complete(path);
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

    /// <summary>Has the rows written in the background, one piece of work at a time. What failed is thrown here or at the end.</summary>
    async ValueTask WriteAsync(Action<RowGroupBuffer> write)
    {
        await _writing;
        var rows = _rows;
        (_rows, _written) = (_written, rows);
        _writing = _writer.Run(() => write(rows));
    }
}
