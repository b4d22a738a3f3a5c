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
    /// <summary>Of a window's state, in bytes; Lambda ends a window early whose state is larger.</summary>
    public const int LargestState = 1024 * 1024;

    /// <summary>More than all else in an event takes, in bytes.</summary>
    public const int BytesBesideRecords = 2048;

    readonly string _role =
        $"arn:{PseudoParameters.Partition}:iam::{PseudoParameters.AccountId}:role/{PseudoParameters.StackName}-{mapping.FunctionLogicalId}";

    /// <summary>What a record takes in an event, in bytes, or a little more.</summary>
    public static int SizeOf(KinesisRecord record) =>
        Base64.GetMaxEncodedToUtf8Length(record.Data.Length) + 6 * record.PartitionKey.Length + BytesBesideRecords / 2;

    /// <param name="window">With the state to hand on.</param>
    /// <param name="records">Records of the window.</param>
    /// <param name="isFinal">The window is over.</param>
    /// <param name="isTerminatedEarly">The window goes on with a fresh state.</param>
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
        // Kinesis gives milliseconds.
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

    // The very last window would end behind the last second that a time can have.
    static string Text(long time) => DateTimeOffset.FromUnixTimeSeconds(Math.Min(time, FlowLogField.LastSecond)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
