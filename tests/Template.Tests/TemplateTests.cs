using Template.Tests.Checks;

namespace Template.Tests;

/// <summary>The checks of template.yaml.</summary>
public sealed class TemplateTests
{
    static readonly StackTemplate Template = StackTemplate.Load();

    static void None(IEnumerable<string> findings)
    {
        if (string.Join('\n', findings) is { Length: > 0 } all)
            Assert.Fail($"{StackTemplate.FileName}:\n{all}");
    }

    [Fact]
    public void Every_reference_resolves_and_every_declaration_is_used() => None(ReferenceCheck.Findings(Template));

    [Fact]
    public void Each_function_is_built_and_its_environment_is_what_its_code_reads() => None(FunctionCheck.Findings(Template));

    [Fact]
    public void Each_role_allows_exactly_what_code_and_services_need() => None(PermissionCheck.Findings(Template));

    [Fact]
    public void Policies_have_principals_sources_and_reasons_for_wildcards() => None(PolicyCheck.Findings(Template));

    [Fact]
    public void Filters_columns_and_mappings_match_the_table_of_fields() => None(RecordCheck.Findings(Template));

    [Fact]
    public void Files_partitions_and_lifecycle_share_one_prefix() => None(PrefixCheck.Findings(Template));

    [Fact]
    public void The_named_queries_are_the_published_ones() => None(QueryCheck.Findings(Template));

    [Fact]
    public void Each_parameter_has_a_pattern_a_description_and_a_place() => None(ParameterCheck.Findings(Template));

    /// <summary>"Condition functions" (supported functions), AWS CloudFormation User Guide.</summary>
    [Theory]
    [InlineData(StackTemplate.FileName)]
    [InlineData(StackTemplate.MemberFileName)]
    public void Conditions_use_only_documented_functions(string file)
    {
        string[] supported = ["Condition", "Fn::And", "Fn::Equals", "Fn::FindInMap", "Fn::Not", "Fn::Or", "Ref"];

        var used = JsonWalk.Objects(StackTemplate.Load(file).Section("Conditions")).Where(item => item.Path.Length > 0)
            .Select(item => item.Node.Single().Key);

        Assert.Empty(used.Distinct().Except(supported));
    }

    [Fact]
    public void Alarms_and_dashboard_match_the_design() => None(MonitoringCheck.Findings(Template));

    [Theory]
    [InlineData("aws", "console.aws.amazon.com")]
    [InlineData("aws-cn", "console.amazonaws.cn")]
    [InlineData("aws-us-gov", "console.amazonaws-us-gov.com")]
    public void The_stack_resolves_in_each_partition(string partition, string console)
    {
        var stack = new Deployment(Template, partition);

        var everything = string.Join('\n', stack.LogicalIds.Select(logicalId => stack.Properties(logicalId).ToJsonString()));

        Assert.Contains($"arn:{partition}:s3:::my-flow-logs/flowlogs/*", everything);
        Assert.DoesNotMatch($"arn:(?!{partition}:)", everything);
        Assert.Contains($"https://{console}/", stack.Outputs["DashboardUrl"]!["Value"]!.ToString());
    }

    [Fact]
    public void An_existing_bucket_is_used_unchanged()
    {
        var stack = new Deployment(Template, "aws", ("CreateBucket", "false"));

        Assert.Empty(stack.OfType("AWS::S3::Bucket"));
        Assert.Empty(stack.OfType("AWS::S3::BucketPolicy"));
        Assert.Equal("arn:aws:s3:::my-flow-logs",
            stack.Properties("DeliveryStream")["ExtendedS3DestinationConfiguration"]!["BucketARN"]!.ToString());
    }

    [Fact]
    public void The_archive_is_kept_when_the_stack_is_deleted() =>
        Assert.All(["DeletionPolicy", "UpdateReplacePolicy"], policy =>
            Assert.StartsWith("Retain", Template.Resources["FlowLogBucket"]![policy]!.ToString()));

    [Theory]
    [InlineData("flows", true)]
    [InlineData("aws-flows", true)]
    [InlineData("ssm-flows", true)]
    [InlineData("a234567890123456", true)]
    [InlineData("a2345678901234567", false)]
    [InlineData("Flows", false)]
    [InlineData("1flows", false)]
    public void An_invalid_stack_name_fails_before_anything_lasting_is_created(string name, bool fits)
    {
        var rule = Template.Properties("StackNameRule");

        Assert.Equal(fits, ParameterCheck.Accepts(rule, name));
        // "A parameter name can't be prefixed with aws or ssm" (PutParameter, AWS Systems Manager API Reference).
        Assert.All(Template.OfType("AWS::SSM::Parameter"), parameter =>
            Assert.DoesNotMatch("^/?(aws|ssm)", parameter.Value["Properties"]!["Name"]!["Fn::Sub"]!.ToString()
                .Replace("${AWS::StackName}", name).ToLowerInvariant()));
        var lasting = new[] { "AWS::Logs::LogGroup", "AWS::S3::Bucket", "AWS::Kinesis::Stream", "AWS::Glue::Database", "AWS::SNS::Topic" };
        Assert.All(lasting.SelectMany(Template.OfType), resource =>
            Assert.Contains("StackNameRule", JsonWalk.Texts(resource.Value["DependsOn"])));
    }

    [Fact]
    public void Each_shard_is_read_in_windows_of_15_minutes_by_one_caller()
    {
        var mapping = Deployment.Plain(Template).Properties("MetricPublisher")["Events"]!["Rejects"]!["Properties"]!;

        Assert.Equal("900", mapping["TumblingWindowInSeconds"]!.ToString());
        Assert.Equal("1", mapping["ParallelizationFactor"]!.ToString());
        Assert.True((bool)mapping["BisectBatchOnFunctionError"]!);
        Assert.Equal(["ReportBatchItemFailures"], JsonWalk.Texts(mapping["FunctionResponseTypes"]));
    }

    [Fact]
    public void Firehose_buffers_by_the_parameters_and_converts_to_Parquet()
    {
        var stack = new Deployment(Template, "aws", ("BufferIntervalInSeconds", "300"));

        var destination = stack.Properties("DeliveryStream")["ExtendedS3DestinationConfiguration"]!;

        Assert.Equal("""{"SizeInMBs":128,"IntervalInSeconds":300}""", destination["BufferingHints"]!.ToJsonString());
        var output = destination["DataFormatConversionConfiguration"]!["OutputFormatConfiguration"]!;
        Assert.Equal("""{"Serializer":{"ParquetSerDe":{"Compression":"SNAPPY"}}}""", output.ToJsonString());
    }
}
