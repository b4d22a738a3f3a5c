using System.Text;
using System.Text.Json;
using Emulator.Lambda;

namespace Emulator.Kinesis;

/// <summary>The result of a batch.</summary>
/// <param name="Done">The number of records, from the first on, that are done.</param>
/// <param name="State">The state of the window after these records; null if no record is done.</param>
/// <param name="Error">The reason to retry the other records; null if the batch is done.</param>
sealed record WindowAnswer(int Done, byte[]? State, string? Error)
{
    /// <summary>
    /// Reads a response. Sources: "Implementing stateful Kinesis Data Streams processing in Lambda" (a response without a state is a
    /// failure) and "Configuring partial batch response with Kinesis Data Streams and Lambda", AWS Lambda Developer Guide.
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
                : new WindowAnswer(failure, failure == 0 ? null : text,
                $"the function reported record {records[failure].SequenceNumber} as failed");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair.
            return Failed($"the response is not JSON: {exception.Message}");
        }
    }

    static WindowAnswer Failed(string error) => new(0, null, error);

    // The index of the first failed record; -1 if an entry names no record of the batch; null if there is no entry.
    static int? FirstFailure(JsonElement response, ReadOnlySpan<KinesisRecord> records)
    {
        if (!response.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
            return null;
        if (failures.ValueKind != JsonValueKind.Array)
            return -1;
        int? first = null;
        foreach (var failure in failures.EnumerateArray())
        {
            var place = failure.ValueKind == JsonValueKind.Object && failure.TryGetProperty("itemIdentifier", out var id)
                && id.ValueKind == JsonValueKind.String
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
