using Emulator.S3;
using Emulator.Template;

namespace Emulator.Permissions;

/// <summary>An action that a service takes with a role, and the page that documents it.</summary>
/// <param name="Role">The role that the service assumes.</param>
/// <param name="Action">The action, as IAM spells it.</param>
/// <param name="Resource">The ARN of the resource.</param>
/// <param name="Service">What the service does.</param>
/// <param name="Page">The title of the page.</param>
/// <param name="Context">Condition keys of the request.</param>
public sealed record Need(string? Role, string Action, string Resource, string Service, string Page, IReadOnlyDictionary<string,
    string>? Context = null);

/// <summary>
/// The table of the actions that AWS's services take with the stack's roles. The functions' own calls are not here: their endpoints check
/// them one by one.
/// </summary>
public static class Needs
{
    static readonly string Place = $"{PseudoParameters.Region}:{PseudoParameters.AccountId}";
    static readonly string Prefix = $"arn:{PseudoParameters.Partition}:";

    /// <summary>Returns the actions of the services that local mode plays with roles of the template.</summary>
    public static IEnumerable<Need> OfServices(StackTemplate template) =>
    [
        .. template.ResourcesOfType("AWS::EC2::FlowLog").SelectMany(FlowLog),
        .. template.ResourcesOfType("AWS::Logs::SubscriptionFilter").SelectMany(filter => Subscription(template, filter)),
        .. template.ResourcesOfType("AWS::KinesisFirehose::DeliveryStream").SelectMany(Delivery),
        .. template.ResourcesOfType("AWS::Serverless::Function").SelectMany(function => Function(template, function)),
    ];

    /// <summary>
    /// Returns Athena's actions in the catalog. Its Glue client looks up the default database before each statement and creates it if it is
    /// missing.
    /// </summary>
    public static IEnumerable<Need> ChangePartitions(string? role, string database, string table)
    {
        const string Page = "Configure access to databases and tables in the AWS Glue Data Catalog, Amazon Athena User Guide";
        string[] ofDefault = ["glue:GetDatabase", "glue:GetDatabases", "glue:CreateDatabase"];
        string[] ofTable =
        [
            "glue:GetDatabase", "glue:GetTable", "glue:GetPartition", "glue:GetPartitions", "glue:BatchGetPartition",
            "glue:CreatePartition",
            "glue:BatchCreatePartition", "glue:DeletePartition", "glue:BatchDeletePartition",
        ];
        return
        [
            .. Each(role, ofDefault, [Glue("catalog"), Glue("database/default")], "Athena looks up or creates the default database", Page),
            .. Each(role, ofTable, Catalog(database, table), "Athena changes partitions", Page),
        ];
    }

    /// <summary>Returns Athena's actions to write the result of a statement.</summary>
    public static IEnumerable<Need> WriteResult(string? role, string bucket, string prefix)
    {
        const string Page = "Control access to Amazon S3 from Athena, Amazon Athena User Guide";
        string[] ofBucket = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
        string[] ofObject = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
        return
        [
            .. Each(role, ofBucket, [$"{Prefix}s3:::{bucket}"], "Athena writes the result", Page),
            .. Each(role, ofObject, [$"{Prefix}s3:::{bucket}/{prefix}result.txt"], "Athena writes the result", Page),
        ];
    }

    /// <summary>
    /// Returns the actions of Athena's Glue client for a location that does not exist yet. The client puts an empty object there, and one
    /// for each folder above that does not exist either, and deletes them if the partition cannot be created.
    /// </summary>
    public static IEnumerable<Need> MarkLocation(string? role, S3Location location)
    {
        var parts = location.Prefix.Trim('/').Split('/');
        var keys = Enumerable.Range(1, parts.Length).Select(count => $"{string.Join('/', parts[..count])}_$folder$");
        return Each(role, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], keys.Select(key => $"{Prefix}s3:::{location.Bucket}/{key}"),
            "Athena marks a location that does not exist yet", "ALTER TABLE ADD PARTITION, Amazon Athena User Guide");
    }

    static IEnumerable<Need> FlowLog(TemplateResource flowLog) => Each(
        Text(flowLog, "DeliverLogsPermissionArn"),
        ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
        [LogStream(Text(flowLog, "LogGroupName"))],
        "VPC Flow Logs writes records", "IAM role for publishing flow logs to CloudWatch Logs, Amazon VPC User Guide");

    static IEnumerable<Need> Subscription(StackTemplate template, TemplateResource filter)
    {
        var (role, destination) = (Text(filter, "RoleArn"), Text(filter, "DestinationArn") ?? "");
        string[] actions = destination.Split(':').ElementAtOrDefault(2) == "kinesis"
            ? ["kinesis:PutRecord", "kinesis:PutRecords"]
            : ["firehose:PutRecord", "firehose:PutRecordBatch"];
        const string Page = "Log group-level subscription filters, Amazon CloudWatch Logs User Guide";
        var stream = template.FindByReference(destination);
        return
        [
            .. Each(role, actions, [destination], "CloudWatch Logs forwards records", Page),
            .. stream?.Type == "AWS::Kinesis::Stream"
            ? Key(role, stream.Properties["StreamEncryption"]?["KeyId"]?.ToString(), "kinesis", "kms:GenerateDataKey") : [],
        ];
    }

    static IEnumerable<Need> Delivery(TemplateResource stream)
    {
        var destination = stream.Properties["ExtendedS3DestinationConfiguration"]!;
        var (role, bucket) = (destination["RoleARN"]?.ToString(), destination["BucketARN"]?.ToString() ?? "");
        string[] names = ["Prefix", "ErrorOutputPrefix"];
        var prefixes = names.Select(name => $"{bucket}/{destination[name]?.ToString().Split("!{")[0]}2026/file");
        const string Page = "Grant Firehose access to an Amazon S3 destination, Amazon Data Firehose Developer Guide";
        var schema = destination["DataFormatConversionConfiguration"]?["SchemaConfiguration"];
        var processor = destination["ProcessingConfiguration"]?["Processors"]?.AsArray().SelectMany(item => item!["Parameters"]!.AsArray())
            .FirstOrDefault(parameter => parameter!["ParameterName"]!.ToString() == "LambdaArn")?["ParameterValue"]?.ToString();
        return
        [
            .. Each(role, ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], prefixes, "Firehose writes files", Page),
            .. Each(role, ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], [bucket], "Firehose writes files",
            Page),
            .. processor is null ? [] : Each(
                role, ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"], [processor, $"{processor}:$LATEST"],
                "Firehose invokes its processor", Page),
            .. schema is null ? [] : Each(
                role, ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
                Catalog($"{schema["DatabaseName"]}", $"{schema["TableName"]}"),
                "Firehose reads the schema", "Grant Firehose access to AWS Glue for data format conversion, Amazon Data Firehose "
                + "Developer Guide"),
            .. destination["CloudWatchLoggingOptions"]?["LogGroupName"] is { } group
                ? Each(role, ["logs:PutLogEvents"], [LogStream(group.ToString())], "Firehose logs its errors", Page) : [],
            .. Key(role, destination["EncryptionConfiguration"]?["KMSEncryptionConfig"]?["AWSKMSKeyARN"]?.ToString(), "s3", "kms:Decrypt",
            "kms:GenerateDataKey"),
        ];
    }

    static IEnumerable<Need> Function(StackTemplate template, TemplateResource function)
    {
        var role = Text(function, "Role");
        var group = function.Properties["LoggingConfig"]?["LogGroup"]?.ToString()
            ?? $"/aws/lambda/{Text(function, "FunctionName") ?? $"{PseudoParameters.StackName}-{function.LogicalId}"}";
        var failures = new[] { function.Properties["EventInvokeConfig"] }
            .Concat((function.Properties["Events"]?.AsObject() ?? []).Select(source => source.Value?["Properties"]))
            .Select(node => node?["DestinationConfig"]?["OnFailure"]?["Destination"]?.ToString()).OfType<string>().ToList();
        var streams = EventSourceMappingResource.All(template).Where(mapping => mapping.FunctionLogicalId == function.LogicalId)
            .Select(mapping => mapping.StreamArn).ToList();
        return
        [
            .. Each(role, ["logs:CreateLogStream", "logs:PutLogEvents"], [LogStream(group)], "Lambda writes the function's log",
                "Defining Lambda function permissions with an execution role, AWS Lambda Developer Guide"),
            .. Each(role, ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
            "kinesis:ListShards"],
                streams, "Lambda reads the stream", "Process Amazon Kinesis Data Streams records with Lambda, AWS Lambda Developer Guide"),
            .. Each(role, ["sqs:SendMessage"], failures, "Lambda hands over what failed",
            "Capturing records of Lambda asynchronous invocations, AWS Lambda Developer Guide"),
            .. streams.SelectMany(stream =>
            Key(role, template.FindByReference(stream)?.Properties["StreamEncryption"]?["KeyId"]?.ToString(), "kinesis", "kms:Decrypt")),
            .. failures.SelectMany(queue =>
                Key(role, template.FindByReference(queue)?.Properties["KmsMasterKeyId"]?.ToString(), "sqs", "kms:Decrypt",
                    "kms:GenerateDataKey")),
            .. Text(function, "Tracing") == "Active"
                ? Each(role, ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"], "Lambda sends traces",
                "Visualize Lambda function invocations using AWS X-Ray")
                : [],
        ];
    }

    static IEnumerable<Need> Key(string? role, string? key, string service, params string[] actions) =>
        key?.StartsWith("arn:", StringComparison.Ordinal) != true ? [] : actions.Select(action => new Need(
            role, action, key, "the data is encrypted with this key", "kms:ViaService, AWS KMS Developer Guide",
            new Dictionary<string, string> { ["kms:ViaService"] = $"{service}.{PseudoParameters.Region}.{PseudoParameters.UrlSuffix}" }));

    static IEnumerable<Need> Each(string? role, IEnumerable<string> actions, IEnumerable<string> resources, string service, string page) =>
        from resource in resources
        from action in actions
        select new Need(role, action, resource, service, page);

    static string[] Catalog(string database, string table) =>
        [Glue("catalog"), Glue($"database/{database}"), Glue($"table/{database}/{table}")];

    static string Glue(string resource) => $"{Prefix}glue:{Place}:{resource}";

    static string LogStream(string? group) => $"{Prefix}logs:{Place}:log-group:{group}:log-stream:any";

    static string? Text(TemplateResource resource, string property) => resource.Properties[property]?.ToString();
}
