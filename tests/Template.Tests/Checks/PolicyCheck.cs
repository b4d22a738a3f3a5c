using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Template.Tests.Checks;

/// <summary>Checks the policies: who may assume a role and for whom, a reason for each wildcard, and encryption in transit.</summary>
static partial class PolicyCheck
{
    /// <summary>
    /// The roles' principals, and the sources of their requests: "Cross-service confused deputy prevention" in each service's guide.
    /// </summary>
    static readonly Dictionary<string, (string Service, string? Source)> Principals = new()
    {
        ["FlowLogRole"] = ("vpc-flow-logs.amazonaws.com", ":vpc-flow-log/*"),
        ["ArchiveSubscriptionRole"] = ("logs.amazonaws.com", ":logs:{region}:{account}:*"),
        ["RejectSubscriptionRole"] = ("logs.amazonaws.com", ":logs:{region}:{account}:*"),
        ["DeliveryRole"] = ("firehose.amazonaws.com", ":deliverystream/flows-flow-logs"),
        ["DecompressorRole"] = ("lambda.amazonaws.com", null),
        ["MetricPublisherRole"] = ("lambda.amazonaws.com", null),
        ["PartitionRegistrarRole"] = ("lambda.amazonaws.com", null),
        // The senders' accounts are unknown; the destinations' policies allow only the organization.
        ["ReceivingRole"] = ("logs.amazonaws.com", ":logs:{region}:*:*"),
    };

    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var stack = Deployment.Full(template);
        return
        [
            .. Trust(stack), .. Bounds(stack), .. Wildcards(stack), .. Reasons(template.Text), .. Transport(stack), .. Senders(stack),
            .. Organization(stack),
        ];
    }

    static IEnumerable<string> Bounds(Deployment stack)
    {
        foreach (var role in stack.OfType("AWS::IAM::Role"))
        {
            if (stack.Properties(role)["PermissionsBoundary"]?.ToString() != stack.Parameter("PermissionsBoundaryArn"))
                yield return $"{role}: its permissions boundary is not PermissionsBoundaryArn";
            if (stack.Properties(role)["Path"]?.ToString() != stack.Parameter("RolePath"))
                yield return $"{role}: its path is not RolePath";
        }
    }

    static IEnumerable<string> Organization(Deployment stack)
    {
        foreach (var destination in stack.OfType("AWS::Logs::Destination"))
        {
            var statement = JsonNode.Parse(stack.Properties(destination)["DestinationPolicy"]!.ToString())!["Statement"]!.AsArray()
                .Single()!;
            if (JsonWalk.Texts(statement["Condition"]?["StringEquals"]?["aws:PrincipalOrgID"])
                .SingleOrDefault() != stack.Parameter("OrganizationId")
                || statement["Action"]!.ToString() != "logs:PutSubscriptionFilter"
                || statement["Resource"]!.ToString() != stack.Arn(destination))
                yield return $"{destination}: its policy allows more than the organization";
        }
    }

    static IEnumerable<string> Trust(Deployment stack)
    {
        foreach (var role in stack.OfType("AWS::IAM::Role"))
        {
            if (!Principals.TryGetValue(role, out var expected))
            {
                yield return $"{role}: who may assume the role?";
                continue;
            }
            var statement = JsonWalk.Many(stack.Properties(role)["AssumeRolePolicyDocument"]!["Statement"]).Single();
            if (statement["Principal"]!["Service"]?.ToString() != expected.Service)
                yield return $"{role}: its only principal must be {expected.Service}";
            if (expected.Source is null)
                continue;
            var source = expected.Source.Replace("{region}", Deployment.Region).Replace("{account}", Deployment.Account);
            if (role != "ReceivingRole" && statement["Condition"]?["StringEquals"]?["aws:SourceAccount"]?.ToString() != Deployment.Account)
                yield return $"{role}: no condition aws:SourceAccount";
            if (statement["Condition"]?["ArnLike"]?["aws:SourceArn"]?.ToString().EndsWith(source, StringComparison.Ordinal) != true)
                yield return $"{role}: no condition aws:SourceArn that ends in {source}";
        }
    }

    static IEnumerable<string> Wildcards(Deployment stack)
    {
        foreach (var (logicalId, statement) in Statements(stack).Where(item => (string)item.Statement["Effect"]! == "Allow"))
        {
            foreach (var action in JsonWalk.Texts(statement["Action"]).Where(action => action.Contains('*')))
                yield return $"{logicalId} allows {action}: actions must be listed without wildcards";
            if (statement["Principal"]?.ToString() == "*")
                yield return $"{logicalId} allows everyone";
            if (JsonWalk.Texts(statement["Action"]).Contains("cloudwatch:PutMetricData")
                && statement["Condition"]?["StringEquals"]?["cloudwatch:namespace"]?.ToString() != stack.Parameter("MetricNamespace"))
                yield return $"{logicalId} may write metrics of any namespace";
        }
    }

    /// <summary>The reason must be beside the wildcard.</summary>
    static IEnumerable<string> Reasons(string text) => text.Split('\n')
        .Select((line, index) => (Line: line, Number: index + 1))
        .Where(item => BareResource.IsMatch(item.Line) && !item.Line.Contains("# reason:", StringComparison.Ordinal))
        .Select(item => $"{StackTemplate.FileName}:{item.Number}: Resource '*' without a reason");

    static IEnumerable<string> Transport(Deployment stack)
    {
        foreach (var (type, policy, of) in new[]
        {
            ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket"),
            ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
            ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
        })
        {
            foreach (var logicalId in stack.OfType(type))
            {
                var itself = stack.Resolve(new JsonObject { ["Ref"] = logicalId }).ToString();
                var isSafe = stack.OfType(policy).Select(stack.Properties)
                    .Where(properties => JsonWalk.Texts(properties[of]).Contains(itself))
                    .SelectMany(properties => JsonWalk.Many(properties["PolicyDocument"]!["Statement"]))
                    .Any(statement => (string)statement["Effect"]! == "Deny"
                    && statement["Condition"]?["Bool"]?["aws:SecureTransport"]?.ToString() == "false");
                if (!isSafe)
                    yield return $"{logicalId} accepts requests without TLS";
            }
        }
    }

    /// <summary>Services that send without a role need a permission in the resource's own policy.</summary>
    static IEnumerable<string> Senders(Deployment stack)
    {
        foreach (var (policy, service, action, resource) in new[]
        {
            ("AlarmTopicPolicy", "cloudwatch.amazonaws.com", "sns:Publish", stack.Arn("AlarmTopic")),
            ("RegistrarDeadLetterQueuePolicy", "events.amazonaws.com", "sqs:SendMessage", stack.Arn("RegistrarDeadLetterQueue")),
        })
        {
            var isAllowed = JsonWalk.Many(stack.Properties(policy)["PolicyDocument"]!["Statement"]).Any(statement =>
                (string)statement["Effect"]! == "Allow"
                && statement["Principal"]?["Service"]?.ToString() == service
                && Grant.Of(statement).Contains(new Grant(action, resource))
                && statement["Condition"]?["StringEquals"]?["aws:SourceAccount"]?.ToString() == Deployment.Account);
            if (!isAllowed)
                yield return $"{policy} does not allow {action} to {service} for this account";
        }
    }

    static IEnumerable<(string LogicalId, JsonObject Statement)> Statements(Deployment stack) =>
        from logicalId in stack.LogicalIds
        from item in JsonWalk.Objects(stack.Properties(logicalId))
        where item.Node.ContainsKey("Effect")
        select (logicalId, item.Node);

    [GeneratedRegex("""^\s*(- )?(Resource: )?['"]?\*['"]?\s*(#.*)?$""")]
    private static partial Regex BareResource { get; }
}
