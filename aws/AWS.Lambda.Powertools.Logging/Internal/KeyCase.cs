using System.Text.Json;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>Contains the three naming policies for keys.</summary>
static class KeyCase
{
    /// <summary>Returns the policy that <c>POWERTOOLS_LOGGER_CASE</c> names, by default snake case.</summary>
    public static JsonNamingPolicy Named(string? name) => name?.Trim().ToUpperInvariant() switch
    {
        "CAMELCASE" => JsonNamingPolicy.CamelCase,
        "PASCALCASE" => new PascalCase(),
        _ => JsonNamingPolicy.SnakeCaseLower,
    };

    sealed class PascalCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) =>
            string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
