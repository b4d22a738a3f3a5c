using System.Text.Json.Nodes;
using Emulator.Template;

namespace Emulator.Permissions;

/// <summary>The permissions of a role of the template: what its inline policies allow and do not deny.</summary>
public sealed class RolePermissions
{
    static readonly Dictionary<string, string> NoContext = [];

    readonly List<Statement> _statements;
    readonly string _principal;

    RolePermissions(TemplateResource role)
    {
        LogicalId = role.LogicalId;
        _principal = $"arn:{PseudoParameters.Partition}:sts::{PseudoParameters.AccountId}:assumed-role/"
            + $"{PseudoParameters.StackName}-{LogicalId}/local";
        _statements =
        [
            .. (role.Properties["Policies"] as JsonArray ?? []).OfType<JsonObject>()
                .SelectMany(policy => policy["PolicyDocument"]?["Statement"] switch { JsonArray list =>
                list.OfType<JsonObject>(), JsonObject one => [one], _ => [] })
                .Select(statement => new Statement(statement)),
        ];
    }

    public string LogicalId { get; }

    /// <summary>Returns the role with this ARN; null if it is not a role of the template, so that its permissions are not known.</summary>
    public static RolePermissions? Find(StackTemplate template, string? arn) =>
        arn is not null && template.FindByReference(arn) is { Type: "AWS::IAM::Role" } role ? new RolePermissions(role) : null;

    /// <summary>Returns the role of a function; null if the template has no role for it.</summary>
    public static RolePermissions? OfFunction(StackTemplate template, string logicalId) =>
        Find(template, template.Find(logicalId)?.Properties["Role"]?.ToString());

    public bool Allows(string action, string resource, IReadOnlyDictionary<string, string>? context = null)
    {
        var covering = _statements.Where(statement => statement.Covers(action, resource, context ?? NoContext)).ToList();
        return covering.Count > 0 && !covering.Exists(statement => statement.IsDeny);
    }

    /// <summary>Checks an action.</summary>
    /// <exception cref="AccessDeniedException">The role does not allow the action on the resource.</exception>
    public void Demand(string action, string resource, IReadOnlyDictionary<string, string>? context = null)
    {
        if (!Allows(action, resource, context))
            throw new AccessDeniedException(
                $"User: {_principal} is not authorized to perform: {action} on resource: {resource} because no identity-based policy "
                + $"allows the {action} action");
    }
}
