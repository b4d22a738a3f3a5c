using System.Text.Json.Nodes;

namespace Template.Tests;

/// <summary>
/// Lists what each role must allow: the calls of the functions' own code, and the documented calls of the service that assumes the role,
/// on the resources that the template's properties name. A role must allow nothing else.
/// </summary>
static class Needs
{
    public static IEnumerable<Need> Of(Deployment stack) =>
    [
        .. FlowLogs(stack), .. Subscriptions(stack), .. Destinations(stack), .. Delivery(stack),
        .. stack.OfType("AWS::Serverless::Function").SelectMany(function => Function(stack, function)),
    ];

    /// <summary>"IAM role for publishing flow logs to CloudWatch Logs", Amazon VPC User Guide.</summary>
    static IEnumerable<Need> FlowLogs(Deployment stack) =>
        On("FlowLogRole", "VPC Flow Logs writes records", LogStream(stack.Properties("FlowLog")["LogGroupName"]!),
            "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams");

    /// <summary>"Log group-level subscription filters", Amazon CloudWatch Logs User Guide.</summary>
    static IEnumerable<Need> Subscriptions(Deployment stack)
    {
        foreach (var need in On("ArchiveSubscriptionRole", "CloudWatch Logs forwards records",
            (string)stack.Properties("ArchiveSubscriptionFilter")["DestinationArn"]!, "firehose:PutRecord", "firehose:PutRecordBatch"))
            yield return need;
        foreach (var need in On("RejectSubscriptionRole", "CloudWatch Logs forwards records",
            (string)stack.Properties("RejectSubscriptionFilter")["DestinationArn"]!, "kinesis:PutRecord", "kinesis:PutRecords"))
            yield return need;
        if (Key(stack) is { } key)
            yield return new("RejectSubscriptionRole", "kms:GenerateDataKey", key, "the stream is encrypted");
    }

    /// <summary>"Cross-account cross-Region subscriptions", Amazon CloudWatch Logs User Guide.</summary>
    static IEnumerable<Need> Destinations(Deployment stack)
    {
        foreach (var destination in stack.OfType("AWS::Logs::Destination").Select(stack.Properties))
        {
            var target = destination["TargetArn"]!.ToString();
            string[] actions = target.Contains(":firehose:", StringComparison.Ordinal)
                ? ["firehose:PutRecord", "firehose:PutRecordBatch"]
                : ["kinesis:PutRecord", "kinesis:PutRecords"];
            foreach (var need in On("ReceivingRole", "CloudWatch Logs puts records of other accounts", target, actions))
                yield return need;
        }
        if (stack.Has("ReceivingRole") && Key(stack) is { } key)
            yield return new("ReceivingRole", "kms:GenerateDataKey", key, "the reject stream is encrypted");
    }

    /// <summary>
    /// "Grant Firehose access to an Amazon S3 destination" and "Grant Firehose access to AWS Glue for data format conversion",
    /// Amazon Data Firehose Developer Guide.
    /// </summary>
    static IEnumerable<Need> Delivery(Deployment stack)
    {
        const string Role = "DeliveryRole";
        var destination = (JsonObject)stack.Properties("DeliveryStream")["ExtendedS3DestinationConfiguration"]!;
        var bucket = (string)destination["BucketARN"]!;
        var processor = JsonWalk.Many(destination["ProcessingConfiguration"]!["Processors"]).Single();
        var function = JsonWalk.Many(processor["Parameters"])
            .Single(parameter => (string)parameter["ParameterName"]! == "LambdaArn")["ParameterValue"]!.ToString();
        var schema = destination["DataFormatConversionConfiguration"]!["SchemaConfiguration"]!;
        return
        [
            .. new[] { "Prefix", "ErrorOutputPrefix" }.SelectMany(prefix => On(Role, $"Firehose writes under {prefix}",
                $"{bucket}/{Fixed((string)destination[prefix]!)}2026/file.parquet", "s3:PutObject", "s3:GetObject",
                "s3:AbortMultipartUpload")),
            .. On(Role, "Firehose writes to the bucket", bucket, "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"),
            .. On(Role, "Firehose invokes its processor", function, "lambda:InvokeFunction", "lambda:GetFunctionConfiguration"),
            .. On(Role, "Firehose invokes its processor by version", $"{function}:$LATEST", "lambda:InvokeFunction",
            "lambda:GetFunctionConfiguration"),
            .. Catalog(stack, (string)schema["DatabaseName"]!, (string)schema["TableName"]!).SelectMany(resource =>
                On(Role, "Firehose reads the schema", resource, "glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions")),
            .. On(Role, "Firehose logs its errors", LogStream(destination["CloudWatchLoggingOptions"]!["LogGroupName"]!),
            "logs:PutLogEvents"),
            .. Key(stack) is { } key ? On(Role, "the bucket is encrypted", key, "kms:Decrypt", "kms:GenerateDataKey") : [],
        ];
    }

    static IEnumerable<Need> Function(Deployment stack, string logicalId)
    {
        var properties = stack.Properties(logicalId);
        var role = properties["Role"]!.ToString().Split('/')[^1][(Deployment.StackName.Length + 1)..];
        var variables = properties["Environment"]!["Variables"]!;
        string Variable(string name) => variables[name]?.ToString() ?? $"({name} is not set)";
        var key = Key(stack);

        foreach (var call in FunctionCode.Find((string)properties["Handler"]!)?.Calls() ?? new HashSet<string>())
            yield return new(role, call, call.Split(':')[0] switch
            {
                "firehose" => $"arn:{stack.Partition}:firehose:{Deployment.Region}:{Deployment.Account}:deliverystream/{Variable("DELIVERY_STREAM_NAME")}",
                "athena" => $"arn:{stack.Partition}:athena:{Deployment.Region}:{Deployment.Account}:workgroup/{Variable("WORKGROUP_NAME")}",
                "s3" => $"arn:{stack.Partition}:s3:::{Variable("BUCKET_NAME")}",
                _ => "*",
            }, $"{logicalId} calls it");

        foreach (var need in On(role, "Lambda writes the function's log", LogStream(properties["LoggingConfig"]!["LogGroup"]!),
            "logs:CreateLogStream", "logs:PutLogEvents"))
            yield return need;
        if (stack.Parameter("Tracing") == "Active")
            foreach (var need in On(role, "Lambda sends traces", "*", "xray:PutTraceSegments", "xray:PutTelemetryRecords"))
                yield return need;

        // "Sending Lambda's failed asynchronous invocations" and "Configuring destinations for failed invocations", AWS Lambda Developer
        // Guide.
        foreach (var (path, node) in JsonWalk.Objects(properties).Where(item => item.Path.EndsWith("OnFailure", StringComparison.Ordinal)))
            yield return new(role, "sqs:SendMessage", (string)node["Destination"]!, $"Lambda sends failed invocations ({path})");

        foreach (var source in (properties["Events"]?.AsObject() ?? []).Select(entry => entry.Value!)
            .Where(entry => (string)entry["Type"]! == "Kinesis"))
            foreach (var need in On(role, "Lambda reads the stream", (string)source["Properties"]!["Stream"]!,
                "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
                "kinesis:ListShards"))
                yield return need;

        if (variables["TABLE_NAME"] is not null)
            foreach (var need in AthenaActsFor(stack, role, Variable))
                yield return need;
        if (key is not null && logicalId != "Decompressor")
            foreach (var need in On(role, "what it reads and writes is encrypted", key, "kms:Decrypt", "kms:GenerateDataKey"))
                yield return need;
    }

    /// <summary>
    /// "Configure access to databases and tables in the AWS Glue Data Catalog", "Control access to Amazon S3 from Athena" and "ALTER TABLE
    /// ADD PARTITION" (zero byte _$folder$ files), Amazon Athena User Guide. Athena's Glue client creates an empty object for each location
    /// that does not exist yet, and deletes it if the partition cannot be created.
    /// </summary>
    static IEnumerable<Need> AthenaActsFor(Deployment stack, string role, Func<string, string> variable)
    {
        string[] partitions =
        [
            "glue:GetDatabase", "glue:GetTable", "glue:GetPartition", "glue:GetPartitions", "glue:BatchGetPartition",
            "glue:CreatePartition", "glue:BatchCreatePartition", "glue:DeletePartition", "glue:BatchDeletePartition",
        ];
        var results = (string)stack.Properties("AthenaWorkGroup")["WorkGroupConfiguration"]!["ResultConfiguration"]!["OutputLocation"]!;
        var bucket = $"arn:{stack.Partition}:s3:::{variable("BUCKET_NAME")}";
        return
        [
            .. Catalog(stack, variable("DATABASE_NAME"), variable("TABLE_NAME")).SelectMany(resource =>
                On(role, "Athena changes partitions", resource, partitions)),
            .. new[] { "catalog", "database/default" }.SelectMany(resource => On(role, "Athena looks up or creates the default database",
                $"arn:{stack.Partition}:glue:{Deployment.Region}:{Deployment.Account}:{resource}",
                "glue:GetDatabase", "glue:GetDatabases", "glue:CreateDatabase")),
            .. Placeholders(variable("PREFIX"))
            .SelectMany(key => On(role, "Athena marks a location that has no file yet", $"{bucket}/{key}",
                "s3:GetObject", "s3:PutObject", "s3:DeleteObject")),
            .. On(role, "Athena writes results", $"arn:{stack.Partition}:s3:::{results["s3://".Length..]}result.txt",
                "s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
            .. On(role, "Athena writes to the bucket", bucket, "s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"),
        ];
    }

    /// <summary>Returns the keys of the empty objects for one hour and the folders above it.</summary>
    static IEnumerable<string> Placeholders(string prefix) =>
        new[] { "", "/2026", "/2026/11", "/2026/11/30", "/2026/11/30/10" }.Select(folder => $"{prefix.TrimEnd('/')}{folder}_$folder$");

    static IEnumerable<Need> On(string role, string why, string resource, params string[] actions) =>
        actions.Select(action => new Need(role, action, resource, why));

    static string[] Catalog(Deployment stack, string database, string table)
    {
        var glue = $"arn:{stack.Partition}:glue:{Deployment.Region}:{Deployment.Account}";
        return [$"{glue}:catalog", $"{glue}:database/{database}", $"{glue}:table/{database}/{table}"];
    }

    static string LogStream(JsonNode group) => $"arn:aws:logs:{Deployment.Region}:{Deployment.Account}:log-group:{group}:log-stream:any";

    /// <summary>Returns the part of a prefix before its first expression.</summary>
    public static string Fixed(string prefix) => prefix.Split("!{")[0];

    static string? Key(Deployment stack) => stack.Parameter("KmsKeyArn") is { Length: > 0 } key ? key : null;
}
