using System.Globalization;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Firehose;

/// <summary>
/// A delivery stream's S3 destination: converts records to Parquet by the Glue table, and closes a file by the buffering hints or
/// when the prefix turns, so that a record is always in the hour in which it arrived.
/// </summary>
/// <param name="stream">The stream, as the template has it.</param>
/// <param name="table">The Glue table whose columns the files have.</param>
/// <param name="bucketFolder">The folder that stands for the bucket.</param>
/// <param name="workFolder">Where files are while they are not whole; on the same disk.</param>
public sealed class S3Destination(DeliveryStreamResource stream, GlueTableResource table, string bucketFolder, string workFolder) : IDisposable
{
    /// <summary>The column where Decompressor keeps a message that does not fit the format.</summary>
    const string UnparsedColumn = "unparsed";

    readonly IReadOnlyList<ColumnBuffer> _columns = [.. table.Columns.Select(ColumnBuffer.Create)];
    readonly ErrorOutput _errors = new(stream, bucketFolder);
    OpenXJsonReader? _reader;
    ParquetObject? _object;
    string _prefix = "";
    DateTimeOffset _opened;
    long _bytes;
    int _number;

    public DeliveryCounts Counts { get; } = new();

    /// <summary>Delivers a transformed record.</summary>
    /// <param name="record">The record as it came.</param>
    /// <param name="json">What the function made of it.</param>
    public void Deliver(FirehoseRecord record, byte[] json)
    {
        var prefix = ObjectPrefix.Evaluate(stream.Prefix, record.Arrival);
        if (_object is not null && (prefix != _prefix || _bytes + json.Length > stream.BufferSize || record.Arrival - _opened >= stream.BufferInterval))
            CloseObject();
        _reader ??= new OpenXJsonReader(stream.Conversion!, _columns);
        _object ??= Open(prefix, record.Arrival);
        var unparsed = UnparsedInMemory();
        if (_reader.TryAdd(json, out var rows) is { } reason)
        {
            _errors.AddConversionFailed(record, json, reason);
            CountFailed(record);
            return;
        }
        Counts.Rows += rows;
        Counts.Unparsed += UnparsedInMemory() - unparsed;
        _bytes += json.Length;
        _object.WriteFullRowGroup();
    }

    /// <summary>Keeps a record that was not transformed.</summary>
    public void Fail(FirehoseRecord record, string lambdaArn, int attempts, string errorCode, string errorMessage)
    {
        _errors.AddProcessingFailed(record, lambdaArn, attempts, errorCode, errorMessage);
        CountFailed(record);
    }

    /// <summary>Closes what is open.</summary>
    public void Complete()
    {
        CloseObject();
        _errors.Flush(workFolder);
    }

    public void Dispose() => _object?.Dispose();

    int UnparsedInMemory() => _columns.FirstOrDefault(column => column.Column.Name == UnparsedColumn)?.Values ?? 0;

    void CountFailed(FirehoseRecord record)
    {
        Counts.FailedEvents += record.Events;
        if (_errors.IsFull)
            _errors.Flush(workFolder);
    }

    ParquetObject Open(string prefix, DateTimeOffset arrival)
    {
        (_prefix, _opened, _bytes) = (prefix, arrival, 0);
        return new ParquetObject(Path.Combine(workFolder, $"parquet-{_number++}"), _columns, stream.Conversion!);
    }

    void CloseObject()
    {
        if (_object is null)
            return;
        if (_bytes > 0)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{stream.Name}-1-{_opened:yyyy-MM-dd-HH-mm-ss}-{Guid.NewGuid()}.parquet");
            _object.Complete(Path.Combine(bucketFolder, _prefix + name));
            Counts.Files++;
        }
        _object.Dispose();
        _object = null;
        _errors.Flush(workFolder);
    }
}
