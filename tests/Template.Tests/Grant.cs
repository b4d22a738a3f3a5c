using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Template.Tests;

/// <summary>One action that one statement allows on one resource.</summary>
sealed record Grant(string Action, string Resource)
{
    /// <summary>Returns the actions that a role's policies allow.</summary>
    public static IEnumerable<Grant> OfRole(JsonObject role) => JsonWalk.Many(role["Policies"])
        .SelectMany(policy => JsonWalk.Many(policy["PolicyDocument"]!["Statement"]))
        .Where(statement => (string)statement["Effect"]! == "Allow")
        .SelectMany(Of);

    public static IEnumerable<Grant> Of(JsonNode statement) =>
        from action in JsonWalk.Texts(statement[nameof(Action)])
        from resource in JsonWalk.Texts(statement[nameof(Resource)])
        select new Grant(action, resource);

    public bool Covers(Need need) => Action == need.Action && Matches(Resource, need.Resource);

    /// <summary>Returns whether the ARN matches the pattern, in which * is any text.</summary>
    public static bool Matches(string pattern, string arn) =>
        Regex.IsMatch(arn, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);
}

/// <summary>An action that a role must allow on a resource, and the reason.</summary>
sealed record Need(string Role, string Action, string Resource, string Why);
