using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Template.Tests;

/// <summary>
/// Compares the table of updates in docs/operations.md with the effect of each parameter according to AWS's resource schemas.
/// </summary>
public sealed partial class UpdateTests
{
    /// <summary>A value for each parameter that differs from the deployed one.</summary>
    static readonly Dictionary<string, (string Name, string Value)[]> Changes = new()
    {
        ["S3BucketName"] = [("S3BucketName", "other-bucket")],
        ["VPCId"] = [("VPCId", "vpc-00000000000000001")],
        ["CWLogGroupName"] = [("CWLogGroupName", "/other")],
        ["FlowLogFormat"] = [("FlowLogFormat", "${action} ${protocol} ${packets}")],
        ["TrafficType"] = [("TrafficType", "REJECT")],
        ["FlowLogResourceType"] = [("FlowLogResourceType", "Subnet"), ("FlowLogResourceId", "subnet-0123456789abcdef0"), ("VPCId", "none")],
        ["FlowLogResourceId"] = [("FlowLogResourceType", "Subnet"), ("FlowLogResourceId", "subnet-0123456789abcdef0"), ("VPCId", "none")],
        ["CountRejects"] = [("CountRejects", "false")],
        ["CreateBucket"] = [("CreateBucket", "false")],
        ["CreateLogGroup"] = [("CreateLogGroup", "false")],
        ["RetentionDays"] = [("RetentionDays", "30")],
        ["LogRetentionDays"] = [("LogRetentionDays", "30")],
        ["AlarmEmail"] = [("AlarmEmail", "other@b.example")],
        ["RejectedTcpPacketsThreshold"] = [("RejectedTcpPacketsThreshold", "5")],
        ["AnomalyDetection"] = [("AnomalyDetection", "true")],
        ["KmsKeyArn"] = [("KmsKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/0b1c")],
        ["PermissionsBoundaryArn"] = [("PermissionsBoundaryArn", "arn:aws:iam::123456789012:policy/boundary")],
        ["RolePath"] = [("RolePath", "/flow-logs/")],
        ["OrganizationId"] = [("OrganizationId", "o-abcd123456")],
        ["MaxAggregationInterval"] = [("MaxAggregationInterval", "600")],
        ["BufferSizeInMBs"] = [("BufferSizeInMBs", "64")],
        ["BufferIntervalInSeconds"] = [("BufferIntervalInSeconds", "300")],
        ["ArchiveFilterNamesFields"] = [("ArchiveFilterNamesFields", "true")],
        ["DecompressorBufferInMBs"] = [("DecompressorBufferInMBs", "0.5")],
        ["DecompressorMemorySize"] = [("DecompressorMemorySize", "2048")],
        ["DecompressorConcurrency"] = [("DecompressorConcurrency", "20")],
        ["RejectStreamMode"] = [("RejectStreamMode", "ON_DEMAND")],
        ["RejectStreamShards"] = [("RejectStreamShards", "2")],
        ["ScanLimitInBytes"] = [("ScanLimitInBytes", "10000000")],
        ["DatabaseName"] = [("DatabaseName", "other")],
        ["DashboardName"] = [("DashboardName", "Other")],
        ["MetricNamespace"] = [("MetricNamespace", "Other")],
        ["Tracing"] = [("Tracing", "Active")],
        ["LogLevel"] = [("LogLevel", "Debug")],
    };

    /// <summary>The names in the table.</summary>
    static readonly Dictionary<string, string> Words = new()
    {
        ["AWS::EC2::FlowLog"] = "flow log",
        ["AWS::Logs::LogGroup"] = "log group",
        ["AWS::Logs::SubscriptionFilter"] = "subscription filters",
        ["AWS::S3::Bucket"] = "bucket",
        ["AWS::S3::BucketPolicy"] = "bucket",
        ["AWS::Glue::Database"] = "database",
        ["AWS::Glue::Table"] = "table",
        ["AWS::Athena::NamedQuery"] = "saved queries",
        ["AWS::CloudWatch::Dashboard"] = "dashboard",
        ["AWS::SNS::Subscription"] = "e-mail subscription",
        ["AWS::IAM::Role"] = "roles",
    };

    static readonly StackTemplate Template = StackTemplate.Load();
    static readonly string Operations = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public void Every_parameter_has_its_row()
    {
        Assert.Equal(Template.Parameters.Select(parameter => parameter.Key).Order(), Rows().Keys.Order());
        Assert.Equal(Template.Parameters.Select(parameter => parameter.Key).Order(), Changes.Keys.Order());
    }

    [Fact]
    public async Task Each_row_says_what_the_change_replaces()
    {
        Assert.SkipUnless(Tool.IsOnPath("python3"), "python3 is not on this machine's PATH");
        var types = Template.Resources.Select(resource => (string)resource.Value!["Type"]!)
            .Where(type => type != "AWS::Serverless::Function").Distinct();
        var (exitCode, output, errors) = await Tool.RunAsync(
            "python3", [Path.Combine(Repository.Root, "tests", "Template.Tests", "schemas.py"), "us-east-1", .. types,
                "AWS::Lambda::Function"]);
        Assert.SkipWhen(exitCode == 3, errors.Trim());
        Assert.True(exitCode == 0, errors);
        var replacing = JsonNode.Parse(output)!["replacing"]!;

        var rows = Rows();
        Assert.All(Changes, change =>
        {
            var before = new Deployment(Template, "aws", ("AlarmEmail", "a@b.example"));
            var after = new Deployment(Template, "aws", [("AlarmEmail", "a@b.example"), .. change.Value]);
            var replaced = before.LogicalIds.Where(after.Has).Where(logicalId => IsReplaced(before, after, logicalId, replacing)).ToList();
            var (how, replaces) = rows[change.Key];

            Assert.Equal((change.Key, string.Join(", ", replaced.Select(name => Words[before.TypeOf(name)]).Distinct().Order())),
                (change.Key, replaces));
            // The old and the new flow log would coexist on the same resource with the same destination.
            var collides = replaced.Contains("FlowLog")
                && !new[] { "ResourceId", "LogGroupName" }.Any(name => Differs(before, after, "FlowLog", name));
            Assert.Equal((change.Key, collides), (change.Key, how == "two steps"));
            Assert.Equal((change.Key, replaced.Count == 0 && change.Key != "CreateLogGroup"), (change.Key, how == "in place"));
        });
    }

    static bool IsReplaced(Deployment before, Deployment after, string logicalId, JsonNode replacing)
    {
        // A Glue database's name is in its input ("AWS::Glue::Database DatabaseInput", Name: Update requires Replacement).
        if (before.TypeOf(logicalId) == "AWS::Glue::Database")
            return before.NameOf(logicalId) != after.NameOf(logicalId);
        var type = before.TypeOf(logicalId) == "AWS::Serverless::Function" ? "AWS::Lambda::Function" : before.TypeOf(logicalId);
        return JsonWalk.Texts(replacing[type]).Any(property => Differs(before, after, logicalId, property));
    }

    static bool Differs(Deployment before, Deployment after, string logicalId, string property)
    {
        return Value(before) != Value(after);

        string? Value(Deployment stack) => property.Split('/')
            .Aggregate((JsonNode?)stack.Properties(logicalId), (node, key) => (node as JsonObject)?[key])?.ToJsonString();
    }

    /// <summary>Returns the second and third column for each parameter of the table.</summary>
    static Dictionary<string, (string How, string Replaces)> Rows()
    {
        var rows = new Dictionary<string, (string, string)>();
        foreach (Match row in Row.Matches(
            Operations[Operations.IndexOf("| parameter | how |", StringComparison.Ordinal)..Operations.IndexOf("**Two steps.**",
            StringComparison.Ordinal)]))
        {
            var replaces = string.Join(", ", row.Groups["replaces"].Value.Split(", ").Where(word => word != "-").Order());
            foreach (Match parameter in Parameter.Matches(row.Groups["parameters"].Value))
                rows.Add(parameter.Groups["name"].Value, (row.Groups["how"].Value, replaces));
        }
        return rows;
    }

    [GeneratedRegex(@"^\| (?<parameters>[^|]+) \| (?<how>[^|]+) \| (?<replaces>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row { get; }

    [GeneratedRegex("`(?<name>[A-Za-z0-9]+)`")]
    private static partial Regex Parameter { get; }
}
