using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Template.Tests.Checks;

/// <summary>Checks that each parameter has a description, refuses invalid values, and has a place in the console.</summary>
static partial class ParameterCheck
{
    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var console = template.Section("Metadata")["AWS::CloudFormation::Interface"]!;
        var grouped = JsonWalk.Many(console["ParameterGroups"]).SelectMany(group => JsonWalk.Texts(group["Parameters"])).ToList();
        var labels = console["ParameterLabels"]!.AsObject().Select(label => label.Key).ToList();
        foreach (var name in grouped.Concat(labels).Distinct().Where(name => !template.Parameters.ContainsKey(name)))
            yield return $"the console shows {name}, which is not a parameter";

        foreach (var (name, parameter) in template.Parameters)
        {
            if (grouped.Count(other => other == name) != 1)
                yield return $"{name} is not in one parameter group";
            if (!labels.Contains(name))
                yield return $"{name} has no label";
            if (parameter!["Description"] is null || parameter["ConstraintDescription"] is null)
                yield return $"{name} has no description or no constraint";
            if (parameter["AllowedPattern"] is null && parameter["AllowedValues"] is null && parameter["MinValue"] is null)
                yield return $"{name} accepts any value";
            if (parameter["Default"] is { } value && !Accepts(parameter, value))
                yield return $"{name} does not accept its own default";
        }

        foreach (var name in template.Parameters.Where(parameter => parameter.Value!["Default"] is null).Select(parameter => parameter.Key))
            if (name is not ("S3BucketName" or "VPCId"))
                yield return $"{name} has no default, but `sam deploy --guided` should ask few questions";
        foreach (Match literal in Literal.Matches(template.Text))
            yield return $"'{literal.Value}' is a literal account, region or partition";
    }

    /// <summary>Returns whether CloudFormation accepts the value.</summary>
    public static bool Accepts(JsonNode parameter, JsonNode value) =>
        (parameter["AllowedPattern"] is not { } pattern || Regex.IsMatch(value.ToString(), pattern.ToString()))
        && (parameter["AllowedValues"] is null || JsonWalk.Texts(parameter["AllowedValues"]).Contains(value.ToString()))
        && (parameter["MinValue"] is not { } least || Number(value) >= Number(least))
        && (parameter["MaxValue"] is not { } most || Number(value) <= Number(most));

    static decimal Number(JsonNode value) => decimal.Parse(value.ToString(), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"arn:aws(-cn|-us-gov)?:(?!\w*\()|(?<![0-9])[0-9]{12}(?![0-9])|\b(us|eu|ap|ca|sa|me|af|il|cn)-(gov-)?(east|west|north|south|central|northeast|southeast)-[1-9]\b")]
    private static partial Regex Literal { get; }
}
