using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartitionRegistrar;

/// <summary>What a run did.</summary>
public sealed record Registration
{
    /// <summary>How many statements Athena carried out.</summary>
    [JsonPropertyName("statements")]
    public required int Statements { get; init; }

    /// <summary>How many hours are registered by them, whether they were before or not.</summary>
    [JsonPropertyName("hours")]
    public required int Hours { get; init; }

    /// <summary>The first of the hours, such as 2026-11-25T10; missing if there are no hours.</summary>
    [JsonPropertyName("first")]
    public string? First { get; init; }

    /// <summary>The last of the hours.</summary>
    [JsonPropertyName("last")]
    public string? Last { get; init; }

    /// <summary>The statements' queries, in order.</summary>
    [JsonPropertyName("queryExecutionIds")]
    public required IReadOnlyList<string> QueryExecutionIds { get; init; }

    /// <summary>The hour to go on from, where the time did not suffice; absent where everything is done.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}

/// <summary>Serialization code for the function's event and response, made at build time.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Registration))]
public sealed partial class RegistrarJson : JsonSerializerContext;
