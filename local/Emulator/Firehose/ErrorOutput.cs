using System.Text.Encodings.Web;
using System.Text.Json;
using Emulator.Template;

namespace Emulator.Firehose;

/// <summary>
/// Stores records that could not be delivered under the error prefix, as Firehose does: JSON lines with the raw data in base64.
/// </summary>
/// <remarks>Source: "Handle failure in data transformation" and "Handling errors for data format conversion", Amazon Data Firehose
/// Developer Guide.</remarks>
sealed class ErrorOutput(DeliveryStreamResource stream, string bucketFolder, Func<string> randomString)
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The size at which an object is closed, in bytes.</summary>
    const int FullAt = 5 * 1024 * 1024;

    readonly Dictionary<string, MemoryStream> _objects = [];

    /// <summary>Whether the buffer should be flushed.</summary>
    public bool IsFull => _objects.Values.Sum(lines => lines.Length) >= FullAt;

    /// <summary>Stores a record whose transformation failed.</summary>
    public void AddProcessingFailed(FirehoseRecord record, string lambdaArn, int attempts, string errorCode, string errorMessage) =>
        Add("processing-failed", record, json =>
        {
            json.WriteNumber("attemptsMade", attempts);
            json.WriteNumber("arrivalTimestamp", record.Arrival.ToUnixTimeMilliseconds());
            json.WriteString("errorCode", errorCode);
            json.WriteString("errorMessage", errorMessage);
            json.WriteNumber("attemptEndingTimestamp", record.Arrival.ToUnixTimeMilliseconds());
            json.WriteBase64String("rawData", record.Data);
            json.WriteString("lambdaArn", lambdaArn);
        });

    /// <summary>Stores a transformed record that could not be converted.</summary>
    public void AddConversionFailed(FirehoseRecord record, ReadOnlySpan<byte> transformed, string errorMessage)
    {
        var rawData = transformed.ToArray();
        Add("format-conversion-failed", record, json =>
        {
            json.WriteNumber("attemptsMade", 1);
            json.WriteNumber("arrivalTimestamp", record.Arrival.ToUnixTimeMilliseconds());
            json.WriteString("lastErrorCode", "DataFormatConversion.MalformedData");
            json.WriteString("lastErrorMessage", errorMessage);
            json.WriteNumber("attemptEndingTimestamp", record.Arrival.ToUnixTimeMilliseconds());
            json.WriteBase64String("rawData", rawData);
            json.WriteNull("sequenceNumber"); // Only records from a Kinesis stream have one.
            json.WriteNull("subSequenceNumber");
            json.WriteStartObject("dataCatalogTable");
            json.WriteString("catalogId", PseudoParameters.AccountId);
            json.WriteString("databaseName", stream.Conversion!.DatabaseName);
            json.WriteString("tableName", stream.Conversion.TableName);
            json.WriteString("region", PseudoParameters.Region);
            json.WriteString("versionId", "LATEST");
            json.WriteNull("catalogArn");
            json.WriteEndObject();
        });
    }

    /// <summary>Writes the buffered records, one object per prefix.</summary>
    public void Flush(string workFolder)
    {
        foreach (var (prefix, lines) in _objects)
        {
            var aside = Path.Combine(workFolder, "errors");
            FileSizeLimit.Write(aside, () => File.WriteAllBytes(aside, lines.ToArray()));
            var path = Path.Combine(bucketFolder, prefix + $"{stream.Name}-1-{randomString()}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(aside, path);
        }
        _objects.Clear();
    }

    void Add(string type, FirehoseRecord record, Action<Utf8JsonWriter> write)
    {
        // Firehose puts the type before a prefix without an expression for it.
        var prefix = stream.ErrorOutputPrefix.Length > 0
            ? ObjectPrefix.Evaluate(stream.ErrorOutputPrefix, record.Arrival, type)
            : ObjectPrefix.Evaluate($"{type}/", record.Arrival);
        if (!_objects.TryGetValue(prefix, out var lines))
            _objects[prefix] = lines = new MemoryStream();
        using (var json = new Utf8JsonWriter(lines, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        lines.WriteByte((byte)'\n');
    }
}
