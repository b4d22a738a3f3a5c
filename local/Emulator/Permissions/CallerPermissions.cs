using System.Text.RegularExpressions;
using Emulator.Template;
using Microsoft.AspNetCore.Http;

namespace Emulator.Permissions;

/// <summary>Finds the role of a caller by the access key in the request's signature: each function has a key of its own.</summary>
public sealed partial class CallerPermissions(StackTemplate template)
{
    readonly Dictionary<string, RolePermissions?> _roles = template.Resources.Values
        .Where(resource => resource.Type is "AWS::Serverless::Function" or "AWS::Lambda::Function")
        .ToDictionary(function => AccessKeyOf(function.LogicalId), function => RolePermissions.OfFunction(template, function.LogicalId));

    /// <summary>Returns the access key id of a function.</summary>
    public static string AccessKeyOf(string logicalId) => $"ASIALOCAL{logicalId}";

    /// <summary>Returns the caller's role; null for any caller that is not a function of the template, who may do everything.</summary>
    public RolePermissions? Of(HttpRequest request) =>
        Credential.Match(request.Headers.Authorization.ToString()) is { Success: true } key
            ? _roles.GetValueOrDefault(key.Groups["id"].Value) : null;

    [GeneratedRegex("Credential=(?<id>[^/]+)/")]
    private static partial Regex Credential { get; }
}
