using System.Security.Cryptography;
using System.Text;

namespace Emulator.Template;

/// <summary>
/// The results of Ref and Fn::GetAtt for a resource type, from "Return values" of its page in the CloudFormation template reference. {name}
/// is the name of the resource, {id} an identifier that AWS generates.
/// </summary>
/// <param name="NameProperty">The property with the name, with dots into inner maps; null if AWS generates the name.</param>
/// <param name="Ref">The pattern of the result of Ref.</param>
/// <param name="Attributes">The pattern of each attribute.</param>
sealed record ResourceKind(string? NameProperty, string Ref, IReadOnlyDictionary<string, string> Attributes);

/// <summary>The table of resource types. A new type is one line.</summary>
static class ResourceKinds
{
    static readonly Dictionary<string, ResourceKind> Table = new()
    {
        ["AWS::Athena::NamedQuery"] = Kind(null, "{id}", ("NamedQueryId", "{id}")),
        ["AWS::Athena::WorkGroup"] = Kind("Name", "{name}"),
        ["AWS::CloudWatch::Alarm"] = Kind("AlarmName", "{name}", Arn("cloudwatch", "alarm:{name}")),
        ["AWS::CloudWatch::CompositeAlarm"] = Kind("AlarmName", "{name}", Arn("cloudwatch", "alarm:{name}")),
        ["AWS::CloudWatch::Dashboard"] = Kind("DashboardName", "{name}"),
        ["AWS::EC2::FlowLog"] = Kind(null, "fl-{id}", ("Id", "fl-{id}")),
        ["AWS::EC2::VPC"] = Kind(null, "vpc-{id}", ("VpcId", "vpc-{id}")),
        ["AWS::Events::Rule"] = Kind("Name", "{name}", Arn("events", "rule/{name}")),
        ["AWS::Glue::Database"] = Kind("DatabaseInput.Name", "{name}"),
        ["AWS::Glue::Table"] = Kind("TableInput.Name", "{name}"),
        ["AWS::IAM::ManagedPolicy"] =
            Kind("ManagedPolicyName", "arn:{partition}:iam::{account}:policy/{name}",
            ("PolicyArn", "arn:{partition}:iam::{account}:policy/{name}")),
        ["AWS::IAM::Policy"] = Kind("PolicyName", "{name}"),
        ["AWS::IAM::Role"] = Kind("RoleName", "{name}", ("Arn", "arn:{partition}:iam::{account}:role/{name}"), ("RoleId", "AROA{id}")),
        ["AWS::KMS::Alias"] = Kind("AliasName", "{name}"),
        ["AWS::KMS::Key"] = Kind(null, "{id}", Arn("kms", "key/{id}"), ("KeyId", "{id}")),
        ["AWS::Kinesis::Stream"] = Kind("Name", "{name}", Arn("kinesis", "stream/{name}")),
        ["AWS::KinesisFirehose::DeliveryStream"] = Kind("DeliveryStreamName", "{name}", Arn("firehose", "deliverystream/{name}")),
        ["AWS::Lambda::EventInvokeConfig"] = Kind(null, "{id}"),
        ["AWS::Lambda::EventSourceMapping"] =
            Kind(null, "{id}", ("Id", "{id}"), Arn("lambda", "event-source-mapping:{id}", "EventSourceMappingArn")),
        ["AWS::Lambda::Function"] = Kind("FunctionName", "{name}", Arn("lambda", "function:{name}")),
        ["AWS::Lambda::Permission"] = Kind(null, "{id}", ("Id", "{id}")),
        ["AWS::Logs::Destination"] = Kind("DestinationName", "{name}", Arn("logs", "destination:{name}")),
        ["AWS::Logs::LogGroup"] = Kind("LogGroupName", "{name}", Arn("logs", "log-group:{name}:*")),
        ["AWS::Logs::LogStream"] = Kind("LogStreamName", "{name}"),
        ["AWS::Logs::MetricFilter"] = Kind("FilterName", "{name}"),
        ["AWS::Logs::QueryDefinition"] = Kind(null, "{id}", ("QueryDefinitionId", "{id}")),
        ["AWS::Logs::ResourcePolicy"] = Kind("PolicyName", "{name}"),
        ["AWS::Logs::SubscriptionFilter"] = Kind("FilterName", "{name}"),
        ["AWS::S3::Bucket"] = Kind("BucketName", "{name}",
            ("Arn", "arn:{partition}:s3:::{name}"),
            ("DomainName", "{name}.s3.{suffix}"),
            ("DualStackDomainName", "{name}.s3.dualstack.{region}.{suffix}"),
            ("RegionalDomainName", "{name}.s3.{region}.{suffix}"),
            ("WebsiteURL", "http://{name}.s3-website-{region}.{suffix}")),
        ["AWS::S3::BucketPolicy"] = Kind(null, "{id}"),
        ["AWS::SNS::Subscription"] = Kind(null, "arn:{partition}:sns:{region}:{account}:{id}", Arn("sns", "{id}")),
        ["AWS::SNS::Topic"] = Kind("TopicName", "arn:{partition}:sns:{region}:{account}:{name}", Arn("sns", "{name}", "TopicArn"),
            ("TopicName", "{name}")),
        ["AWS::SNS::TopicPolicy"] = Kind(null, "{id}", ("Id", "{id}")),
        ["AWS::SQS::Queue"] = Kind("QueueName", "https://sqs.{region}.{suffix}/{account}/{name}",
            Arn("sqs", "{name}"), ("QueueName", "{name}"), ("QueueUrl", "https://sqs.{region}.{suffix}/{account}/{name}")),
        ["AWS::SQS::QueuePolicy"] = Kind(null, "{id}", ("Id", "{id}")),
        ["AWS::SSM::Parameter"] = Kind("Name", "{name}"),
        ["AWS::Scheduler::Schedule"] = Kind("Name", "{name}", Arn("scheduler", "schedule/default/{name}")),
        ["AWS::Scheduler::ScheduleGroup"] = Kind("Name", "{name}", Arn("scheduler", "schedule-group/{name}")),
        ["AWS::Serverless::Function"] = Kind("FunctionName", "{name}", Arn("lambda", "function:{name}")),
    };

    /// <summary>Returns the kind of a type; null if the type is not in the table.</summary>
    public static ResourceKind? Find(string type) => Table.GetValueOrDefault(type);

    public static string Fill(string pattern, string name) => pattern
        .Replace("{partition}", PseudoParameters.Partition, StringComparison.Ordinal)
        .Replace("{region}", PseudoParameters.Region, StringComparison.Ordinal)
        .Replace("{account}", PseudoParameters.AccountId, StringComparison.Ordinal)
        .Replace("{suffix}", PseudoParameters.UrlSuffix, StringComparison.Ordinal)
        .Replace("{id}", Identifier(name), StringComparison.Ordinal)
        .Replace("{name}", name, StringComparison.Ordinal);

    // Identifiers of AWS are random. Here the same template gives the same ones.
    static string Identifier(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..17];

    static ResourceKind Kind(string? nameProperty, string reference, params (string Name, string Pattern)[] attributes) =>
        new(nameProperty, reference, attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Pattern));

    static (string Name, string Pattern) Arn(string service, string rest, string attribute = "Arn") =>
        (attribute, $"arn:{{partition}}:{service}:{{region}}:{{account}}:{rest}");
}
