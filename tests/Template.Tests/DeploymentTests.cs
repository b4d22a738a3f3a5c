using System.Text.Json.Nodes;

namespace Template.Tests;

/// <summary>Creates the template's stack in moto through AWS's SAM translator, and reads it with the APIs of the services.</summary>
public sealed class DeploymentTests(DeployedStack stack) : IClassFixture<DeployedStack>
{
    const string Arn = $"{Deployment.Region}:{Deployment.Account}";

    [Fact]
    public void The_translated_template_creates_its_stack()
    {
        Assert.Equal("CREATE_COMPLETE", Text("status"));
        var functions = stack.State["translated"]!.AsObject().Where(resource => resource.Value!.ToString() == "AWS::Lambda::Function");
        Assert.Equal(["Decompressor", "MetricPublisher", "PartitionRegistrar"], functions.Select(resource => resource.Key).Order());
        Assert.Contains("--log-format '${version} ${account-id} ", Text("outputs", "AddVpcCommand"));
        Assert.Equal(
            $"https://console.aws.amazon.com/cloudwatch/home?region={Deployment.Region}#dashboards/dashboard/VPC-Flow-Log-Analysis",
            Text("outputs", "DashboardUrl"));
        Assert.EndsWith("/log-group/$252Fvpc-flow-logs", Text("outputs", "FlowLogGroupUrl"));
    }

    [Fact]
    public void The_flow_log_writes_every_record_to_the_log_group()
    {
        var flowLog = Assert.Single(List("flowLogs"))!;

        Assert.Equal(("ALL", "/vpc-flow-logs", "60"), Three(flowLog, "TrafficType", "LogGroupName", "MaxAggregationInterval"));
        Assert.EndsWith("${action} ${log-status}", flowLog["LogFormat"]!.ToString());
        Assert.Equal(StackTemplate.Load().OfType("AWS::Logs::LogGroup").Count(), List("logGroups").Count);
        Assert.All(List("logGroups"), group => Assert.Equal("7", group!["retentionInDays"]!.ToString()));
    }

    [Fact]
    public void Two_filters_send_to_the_two_paths()
    {
        var filters = List("subscriptionFilters").ToDictionary(filter => filter!["filterName"]!.ToString(), filter => filter!);

        Assert.Equal(["flows-archive", "flows-reject"], filters.Keys.Order());
        Assert.Equal($"arn:aws:firehose:{Arn}:deliverystream/flows-flow-logs", filters["flows-archive"]["destinationArn"]!.ToString());
        Assert.Equal($"arn:aws:kinesis:{Arn}:stream/flows-rejects", filters["flows-reject"]["destinationArn"]!.ToString());
        Assert.Contains("action=\"REJECT\"", filters["flows-reject"]["filterPattern"]!.ToString());
        Assert.Equal("", filters["flows-archive"]["filterPattern"]!.ToString());
    }

    [Fact]
    public void Two_destinations_allow_the_organization()
    {
        var destinations = List("destinations")
            .ToDictionary(destination => destination!["destinationName"]!.ToString(), destination => destination!);

        Assert.Equal($"arn:aws:firehose:{Arn}:deliverystream/flows-flow-logs", destinations["flows-archive"]["targetArn"]!.ToString());
        Assert.Equal($"arn:aws:kinesis:{Arn}:stream/flows-rejects", destinations["flows-reject"]["targetArn"]!.ToString());
        Assert.All(destinations.Values, destination => Assert.Contains("o-abcd123456", destination["accessPolicy"]!.ToString()));
        Assert.Equal(destinations["flows-archive"]["arn"]!.ToString(), Text("outputs", "ArchiveDestinationArn"));
        Assert.Equal(destinations["flows-reject"]["arn"]!.ToString(), Text("outputs", "RejectDestinationArn"));
    }

    [Fact]
    public void The_delivery_stream_converts_to_Parquet_with_the_tables_schema()
    {
        var destination = Assert.Single(stack.State["deliveryStream"]!["Destinations"]!.AsArray())!["ExtendedS3DestinationDescription"]!;

        Assert.Equal("flowlogs/!{timestamp:yyyy/MM/dd/HH}/", destination["Prefix"]!.ToString());
        Assert.Equal("errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/", destination["ErrorOutputPrefix"]!.ToString());
        Assert.Equal("""{"SizeInMBs":128,"IntervalInSeconds":900}""", destination["BufferingHints"]!.ToJsonString());
        var conversion = destination["DataFormatConversionConfiguration"]!;
        Assert.Equal(("vpc_flow_logs", "flow_logs", "LATEST"),
            Three(conversion["SchemaConfiguration"]!, "DatabaseName", "TableName", "VersionId"));
        var serde = conversion["InputFormatConfiguration"]!["Deserializer"]!["OpenXJsonSerDe"]!;
        Assert.Equal("account-id", serde["ColumnToJsonKeyMappings"]!["account_id"]!.ToString());
    }

    [Fact]
    public void The_table_has_the_columns_of_the_design()
    {
        var columns = stack.State["table"]!["StorageDescriptor"]!["Columns"]!.AsArray()
            .Select(column => $"{column!["Name"]} {column["Type"]}");

        Assert.Equal(
            [
                "version int", "account_id string", "interface_id string", "srcaddr string", "dstaddr string", "srcport string",
                "dstport string",
                "protocol int", "packets bigint", "bytes bigint", "start timestamp", "end timestamp", "action string", "log_status string",
                "unparsed string",
            ],
            columns.Take(15));
        Assert.Equal("s3://my-flow-logs/flowlogs/", Text("table", "StorageDescriptor", "Location"));
        Assert.Equal(["year", "month", "day", "hour"], stack.State["table"]!["PartitionKeys"]!.AsArray()
            .Select(key => key!["Name"]!.ToString()));
    }

    [Fact]
    public void The_workgroup_has_its_own_results_a_limit_and_the_named_queries()
    {
        var configuration = stack.State["workGroup"]!["Configuration"]!;

        Assert.Equal("s3://my-flow-logs/athena-results/", configuration["ResultConfiguration"]!["OutputLocation"]!.ToString());
        Assert.Equal("1099511627776", configuration["BytesScannedCutoffPerQuery"]!.ToString());
        Assert.Equal(StackTemplate.Load().OfType("AWS::Athena::NamedQuery").Count(), List("namedQueries").Count);
    }

    [Fact]
    public void Each_function_runs_its_own_executable_with_references_to_the_others()
    {
        var functions = stack.State["functions"]!.AsObject().ToDictionary(function => function.Key, function => function.Value!);

        Assert.Equal(["flows-decompressor", "flows-metric-publisher", "flows-partition-registrar"], functions.Keys.Order());
        Assert.All(functions.Values, function => Assert.Equal("dotnet10", function["Runtime"]!.ToString()));
        Assert.Equal("flows-flow-logs", Variable(functions["flows-decompressor"], "DELIVERY_STREAM_NAME"));
        Assert.Equal("flows", Variable(functions["flows-metric-publisher"], "STACK_NAME"));
        Assert.Equal("vpc_flow_logs", Variable(functions["flows-partition-registrar"], "DATABASE_NAME"));
        Assert.Equal("30", Variable(functions["flows-partition-registrar"], "RETENTION_DAYS"));
    }

    [Fact]
    public void The_reject_stream_is_encrypted_and_read_in_windows()
    {
        var mapping = Assert.Single(List("eventSourceMappings"))!;

        Assert.Equal(("ACTIVE", "KMS", "1"),
            (Text("stream", "StreamStatus"), Text("stream", "EncryptionType"), Text("stream", "OpenShardCount")));
        Assert.Equal($"arn:aws:kinesis:{Arn}:stream/flows-rejects", mapping["EventSourceArn"]!.ToString());
        Assert.Equal(("900", "true", "10"),
            Three(mapping, "TumblingWindowInSeconds", "BisectBatchOnFunctionError", "MaximumRetryAttempts"));
        Assert.Equal($"arn:aws:sqs:{Arn}:flows-reject-dead-letters",
            mapping["DestinationConfig"]!["OnFailure"]!["Destination"]!.ToString());
    }

    [Fact]
    public void The_registrar_runs_every_hour_and_its_failures_are_kept()
    {
        var rule = Assert.Single(List("rules"))!;
        var target = Assert.Single(rule["Targets"]!.AsArray())!;

        Assert.Equal(("rate(1 hour)", "ENABLED"), (rule["ScheduleExpression"]!.ToString(), rule["State"]!.ToString()));
        Assert.Equal($"arn:aws:lambda:{Arn}:function:flows-partition-registrar", target["Arn"]!.ToString());
        Assert.Equal($"arn:aws:sqs:{Arn}:flows-registrar-dead-letters", target["DeadLetterConfig"]!["Arn"]!.ToString());
        Assert.Equal($"arn:aws:sqs:{Arn}:flows-registrar-dead-letters",
            Text("eventInvokeConfig", "DestinationConfig", "OnFailure", "Destination"));
    }

    [Fact]
    public void The_bucket_is_encrypted_private_and_has_a_lifecycle()
    {
        var bucket = stack.State["bucket"]!;

        var encryption = Assert.Single(bucket["encryption"]!["Rules"]!.AsArray())!;
        Assert.Equal("AES256", encryption["ApplyServerSideEncryptionByDefault"]!["SSEAlgorithm"]!.ToString());
        Assert.Equal([true, true, true, true], bucket["publicAccess"]!.AsObject().Select(block => (bool)block.Value!));
        Assert.Equal("BucketOwnerEnforced", Assert.Single(bucket["ownership"]!["Rules"]!.AsArray())!["ObjectOwnership"]!.ToString());
        Assert.Equal("Deny", Assert.Single(bucket["policy"]!["Statement"]!.AsArray())!["Effect"]!.ToString());
        var expiry = Assert.Single(bucket["lifecycle"]!.AsArray(), rule => rule!["ID"]!.ToString() == "expire-flow-logs")!;
        Assert.Equal("30", expiry["Expiration"]!["Days"]!.ToString());
    }

    [Fact]
    public void Queues_and_topic_have_their_policies()
    {
        Assert.Equal(["flows-registrar-dead-letters", "flows-reject-dead-letters"], stack.State["queues"]!.AsObject()
            .Select(queue => queue.Key).Order());
        Assert.All(stack.State["queues"]!.AsObject(), queue => Assert.Contains("aws:SecureTransport", queue.Value!["Policy"]!.ToString()));
        var topic = Assert.Single(stack.State["topics"]!.AsObject()).Value!;
        Assert.Equal("a@b.example", Assert.Single(topic["subscriptions"]!.AsArray())!["Endpoint"]!.ToString());
        Assert.Contains("cloudwatch.amazonaws.com", topic["attributes"]!["Policy"]!.ToString());
    }

    [Fact]
    public void CloudWatch_accepts_each_alarm_and_the_dashboard()
    {
        Assert.Equal(StackTemplate.Load().OfType("AWS::CloudWatch::Alarm").Count(), List("alarms").Count);
        Assert.All(List("alarms"), alarm => Assert.Equal([$"arn:aws:sns:{Arn}:flows-alarms"], JsonWalk.Texts(alarm!["AlarmActions"])));
        var metrics = stack.State["dashboard"]!["widgets"]!.AsArray().First()!["properties"]!["metrics"]!;
        Assert.Equal("""[["VPCFlowLogs","RejectedTcpPackets","StackName","flows"]]""", metrics.ToJsonString());
        Assert.DoesNotContain("${", stack.State["dashboard"]!.ToJsonString());
    }

    [Fact]
    public void Each_role_has_one_policy_and_one_principal()
    {
        var roles = stack.State["roles"]!.AsObject();

        Assert.Equal(StackTemplate.Load().OfType("AWS::IAM::Role").Select(role => role.Key).Order(), roles.Select(role => role.Key)
            .Order());
        Assert.All(roles, role =>
        {
            Assert.Single(role.Value!["policies"]!.AsArray());
            Assert.IsAssignableFrom<JsonValue>(Assert.Single(role.Value["trust"]!["Statement"]!.AsArray())!["Principal"]!["Service"]);
        });
    }

    JsonArray List(string name) => stack.State[name]!.AsArray();

    string Text(params string[] path) => path.Aggregate(stack.State, (node, key) => node[key]!).ToString();

    static (string, string, string) Three(JsonNode node, string first, string second, string third) =>
        (node[first]!.ToString(), node[second]!.ToString(), node[third]!.ToString());

    static string Variable(JsonNode function, string name) => function["Environment"]!["Variables"]![name]!.ToString();
}
