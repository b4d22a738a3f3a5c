using System.Text;
using System.Text.Json;
using Emulator.Lambda;

namespace Emulator.Kinesis;

/// <summary>What a function made of a batch.</summary>
/// <param name="Done">How many records, from the first on, need not be sent again.</param>
/// <param name="State">The window's state after those; null when nothing was done.</param>
/// <param name="Error">Why the rest must be sent again; null when the batch is done.</param>
sealed record WindowAnswer(int Done, byte[]? State, string? Error)
{
    /// <summary>
    /// Reads an answer. Sources: "Implementing stateful Kinesis Data Streams processing in Lambda" (an answer without a state is a failure)
    /// and "Configuring partial batch response with Kinesis Data Streams and Lambda", AWS Lambda Developer Guide.
    /// </summary>
    public static WindowAnswer Read(InvocationResult result, ReadOnlySpan<KinesisRecord> records, bool reportsBatchItemFailures)
    {
        if (result.IsError)
            return Failed(result.ToString());
        try
        {
            using var json = JsonDocument.Parse(result.Payload);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("state", out var state) || state.ValueKind != JsonValueKind.Object)
                return Failed("the response has no state");
            var text = Encoding.UTF8.GetBytes(state.GetRawText());
            if (!reportsBatchItemFailures || FirstFailure(json.RootElement, records) is not { } failure)
                return new WindowAnswer(records.Length, text, null);
            return failure < 0 ? Failed("the response has a batchItemFailures entry that names no record of the batch")
                : new WindowAnswer(failure, failure == 0 ? null : text, $"the function reported record {records[failure].SequenceNumber} as failed");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter of a text with half a surrogate pair.
            return Failed($"the response is not JSON: {exception.Message}");
        }
    }

    static WindowAnswer Failed(string error) => new(0, null, error);

    // The place of the first record that failed; -1 when an entry names none; null when there is no entry.
    static int? FirstFailure(JsonElement response, ReadOnlySpan<KinesisRecord> records)
    {
        if (!response.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
            return null;
        if (failures.ValueKind != JsonValueKind.Array)
            return -1;
        int? first = null;
        foreach (var failure in failures.EnumerateArray())
        {
            var place = failure.ValueKind == JsonValueKind.Object && failure.TryGetProperty("itemIdentifier", out var id) && id.ValueKind == JsonValueKind.String
                ? PlaceOf(id.GetString()!, records)
                : -1;
            first = Math.Min(first ?? place, place);
        }
        return first;
    }

    static int PlaceOf(string sequenceNumber, ReadOnlySpan<KinesisRecord> records)
    {
        for (var i = 0; i < records.Length; i++)
            if (records[i].SequenceNumber == sequenceNumber)
                return i;
        return -1;
    }
}
