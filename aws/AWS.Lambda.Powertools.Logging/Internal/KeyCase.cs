using System.Text.Json;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>The three ways to write keys.</summary>
static class KeyCase
{
    /// <summary>By the value of <c>POWERTOOLS_LOGGER_CASE</c>; snake case where it is none of the three.</summary>
    public static JsonNamingPolicy Named(string? name) => name?.Trim().ToUpperInvariant() switch
    {
        "CAMELCASE" => JsonNamingPolicy.CamelCase,
        "PASCALCASE" => new PascalCase(),
        _ => JsonNamingPolicy.SnakeCaseLower,
    };

    sealed class PascalCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) =>
            string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
