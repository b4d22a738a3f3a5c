using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Template.Tests.Checks;

/// <summary>How policies are written: who may take a role and for whom, no wildcard without its reason, nothing in the clear.</summary>
static partial class PolicyCheck
{
    /// <summary>
    /// The roles' principals, and where their requests come from: "Cross-service confused deputy prevention" in each service's guide.
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
        // The senders' accounts are not known; the destinations' policies admit the organization alone.
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
                yield return $"{destination}: its policy admits others than the organization";
        }
    }

    static IEnumerable<string> Trust(Deployment stack)
    {
        foreach (var role in stack.OfType("AWS::IAM::Role"))
        {
            if (!Principals.TryGetValue(role, out var expected))
            {
                yield return $"{role}: who may take it?";
                continue;
            }
            var statement = JsonWalk.Many(stack.Properties(role)["AssumeRolePolicyDocument"]!["Statement"]).Single();
            if (statement["Principal"]!["Service"]?.ToString() != expected.Service)
                yield return $"{role}: its principal is not {expected.Service} alone";
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
                yield return $"{logicalId} allows {action}: actions are named one by one";
            if (statement["Principal"]?.ToString() == "*")
                yield return $"{logicalId} allows everyone";
            if (JsonWalk.Texts(statement["Action"]).Contains("cloudwatch:PutMetricData")
                && statement["Condition"]?["StringEquals"]?["cloudwatch:namespace"]?.ToString() != stack.Parameter("MetricNamespace"))
                yield return $"{logicalId} may write metrics of any namespace";
        }
    }

    /// <summary>The reason stands where a reader meets the wildcard.</summary>
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
                    yield return $"{logicalId} takes requests without TLS";
            }
        }
    }

    /// <summary>Services that send with no role need the resource's own leave.</summary>
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
