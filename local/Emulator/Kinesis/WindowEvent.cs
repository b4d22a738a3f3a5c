using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Emulator.Template;

namespace Emulator.Kinesis;

/// <summary>
/// The event of a tumbling window over a data stream. Source: "Implementing stateful Kinesis Data Streams processing in Lambda",
/// AWS Lambda Developer Guide.
/// </summary>
sealed class WindowEvent(EventSourceMappingResource mapping)
{
    /// <summary>The largest state of a window, in bytes. Lambda terminates a window with a larger state early.</summary>
    public const int LargestState = 1024 * 1024;

    /// <summary>An upper bound of all other parts of an event, in bytes.</summary>
    public const int BytesBesideRecords = 2048;

    readonly string _role =
        $"arn:{PseudoParameters.Partition}:iam::{PseudoParameters.AccountId}:role/{PseudoParameters.StackName}-{mapping.FunctionLogicalId}";

    /// <summary>Returns an upper bound of the size of a record in an event, in bytes.</summary>
    public static int SizeOf(KinesisRecord record) =>
        Base64.GetMaxEncodedToUtf8Length(record.Data.Length) + 6 * record.PartitionKey.Length + BytesBesideRecords / 2;

    /// <param name="window">The window, with the state to pass on.</param>
    /// <param name="records">Records of the window.</param>
    /// <param name="isFinal">Whether the window is closed.</param>
    /// <param name="isTerminatedEarly">Whether the window continues with an empty state.</param>
    public ReadOnlyMemory<byte> Write(TumblingWindow window, ReadOnlySpan<KinesisRecord> records, bool isFinal, bool isTerminatedEarly)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("Records");
        foreach (var record in records)
            Write(json, window.ShardId, record);
        json.WriteEndArray();
        json.WriteStartObject("window");
        json.WriteString("start", Text(window.Start));
        json.WriteString("end", Text(window.End));
        json.WriteEndObject();
        json.WritePropertyName("state");
        json.WriteRawValue(window.State, skipInputValidation: true);
        json.WriteString("shardId", window.ShardId);
        json.WriteString("eventSourceARN", mapping.StreamArn);
        json.WriteBoolean("isFinalInvokeForWindow", isFinal);
        json.WriteBoolean("isWindowTerminatedEarly", isTerminatedEarly);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    void Write(Utf8JsonWriter json, string shardId, KinesisRecord record)
    {
        json.WriteStartObject();
        json.WriteStartObject("kinesis");
        json.WriteString("kinesisSchemaVersion", "1.0");
        json.WriteString("partitionKey", record.PartitionKey);
        json.WriteString("sequenceNumber", record.SequenceNumber);
        json.WriteBase64String("data", record.Data);
        // Kinesis reports milliseconds.
        json.WriteNumber("approximateArrivalTimestamp", record.Arrival + 0.000m);
        json.WriteEndObject();
        json.WriteString("eventSource", "aws:kinesis");
        json.WriteString("eventVersion", "1.0");
        json.WriteString("eventID", $"{shardId}:{record.SequenceNumber}");
        json.WriteString("eventName", "aws:kinesis:record");
        json.WriteString("invokeIdentityArn", _role);
        json.WriteString("awsRegion", PseudoParameters.Region);
        json.WriteString("eventSourceARN", mapping.StreamArn);
        json.WriteEndObject();
    }

    // The last window would end after the last second that DateTimeOffset can represent.
    static string Text(long time) => DateTimeOffset.FromUnixTimeSeconds(Math.Min(time, FlowLogField.LastSecond))
        .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
