using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartitionRegistrar;

/// <summary>The result of a run.</summary>
public sealed record Registration
{
    /// <summary>The number of statements that Athena executed.</summary>
    [JsonPropertyName("statements")]
    public required int Statements { get; init; }

    /// <summary>The number of hours in these statements, including hours that were registered before.</summary>
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

    /// <summary>The hour to continue from after a time-out; absent if everything is registered.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}

/// <summary>Generated serialization code for the function's event and response.</summary>
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Registration))]
public sealed partial class RegistrarJson : JsonSerializerContext;
