using System.Text.Json.Nodes;
using Template.Tests.Checks;

namespace Template.Tests;

/// <summary>Tests the checks: removes or changes each part that they protect, and expects a finding that names it.</summary>
public sealed class MutationTests
{
    static readonly StackTemplate Template = StackTemplate.Load();

    [Fact]
    public void Each_removed_permission_is_reported()
    {
        AllNoticed(PermissionCheck.Findings,
            from item in Statements()
            from action in JsonWalk.Texts(item.Statement["Action"])
            select new Mutation(Edit(item, statement => Keep(statement, "Action", other => other != action)), item.Role, action));
    }

    [Fact]
    public void Each_removed_resource_of_a_statement_is_reported()
    {
        AllNoticed(PermissionCheck.Findings,
            from item in Statements()
            from index in Enumerable.Range(0, JsonWalk.Many(item.Statement["Resource"]).Count())
            select new Mutation(Edit(item, statement => Keep(statement, "Resource", (_, other) => other != index)), item.Role));
    }

    [Fact]
    public void An_extra_permission_is_reported()
    {
        AllNoticed(PermissionCheck.Findings, Statements().Select(item => new Mutation(
            Edit(item, statement => statement["Action"] = new JsonArray("s3:DeleteBucket", JsonWalk.Texts(statement["Action"]).First())),
            item.Role, "s3:DeleteBucket")));
    }

    [Fact]
    public void Each_added_or_removed_environment_variable_is_reported()
    {
        var functions = Template.OfType("AWS::Serverless::Function").Select(function => function.Key).ToList();

        AllNoticed(FunctionCheck.Findings,
            from function in functions
            from variable in Variables(Template, function).Select(variable => variable.Key)
            select new Mutation(template => Variables(template, function).Remove(variable), function, variable));
        AllNoticed(FunctionCheck.Findings, functions.Select(function =>
            new Mutation(template => Variables(template, function)["NOT_READ"] = "1", function, "NOT_READ")));
        AllNoticed(FunctionCheck.Findings, functions.Select(function =>
            new Mutation(template => Variables(template, function)["ANNOTATIONS_HANDLER"] = "handleAsync", function, "ANNOTATIONS_HANDLER",
                "HandleAsync")));
    }

    [Fact]
    public void Each_removed_changed_or_moved_column_is_reported()
    {
        var columns = Columns(Template).Select((column, index) => (Index: index, Name: (string)column!["Name"]!)).ToList();

        AllNoticed(RecordCheck.Findings, columns.Select(column =>
            new Mutation(template => Columns(template).RemoveAt(column.Index), column.Name)));
        AllNoticed(RecordCheck.Findings, columns.Select(column =>
            new Mutation(template => Columns(template)[column.Index]!["Type"] = "double", column.Name)));
        AllNoticed(RecordCheck.Findings, columns.SkipLast(1).Select(column => new Mutation(
            template =>
            {
                var moved = Columns(template)[column.Index]!;
                Columns(template).RemoveAt(column.Index);
                Columns(template).Insert(column.Index + 1, moved);
            },
            "FlowLogTable", "order", column.Name)));
    }

    [Theory]
    [InlineData("year")]
    [InlineData("month")]
    [InlineData("day")]
    [InlineData("hour")]
    public void A_removed_partition_key_is_reported(string key) => AllNoticed(RecordCheck.Findings,
    [
        new(
            template =>
            {
                var keys = Table(template)["PartitionKeys"]!.AsArray();
                keys.Remove(keys.Single(column => (string)column!["Name"]! == key));
            },
            "PartitionKeys", key),
    ]);

    [Theory]
    [InlineData("ArchiveSubscriptionFilter")]
    [InlineData("RejectSubscriptionFilter")]
    public void Each_field_that_a_filter_loses_is_reported(string filter)
    {
        var pattern = new Deployment(Template, "aws", ("ArchiveFilterNamesFields", "true")).Properties(filter)["FilterPattern"]!.ToString();
        var fields = pattern.Trim('[', ']').Split(", ");

        AllNoticed(RecordCheck.Findings, fields.Select(field => new Mutation(
            template => template.Properties(filter)["FilterPattern"] = $"[{string.Join(", ", fields.Where(other => other != field))}]",
            filter, field)));
    }

    [Fact]
    public void Each_removed_named_query_is_reported() => AllNoticed(QueryCheck.Findings,
        Template.OfType("AWS::Athena::NamedQuery").Select(query =>
            new Mutation(template => template.Resources.Remove(query.Key), Template.Properties(query.Key)["QueryString"]!.ToString())));

    [Fact]
    public void Each_reference_to_a_missing_resource_is_reported() => AllNoticed(ReferenceCheck.Findings,
        new[] { "FlowLogGroup", "DeliveryStream", "RejectStream", "FlowLogTable", "AlarmTopic", "DecompressorRole",
            "RejectDeadLetterQueue" }
            .Select(name => new Mutation(template => template.Resources.Remove(name), $"refers to {name},")));

    [Theory]
    [InlineData("DeliveryStream", "ExtendedS3DestinationConfiguration.Prefix", "logs/!{timestamp:yyyy/MM/dd/HH}/")]
    [InlineData("DeliveryStream", "ExtendedS3DestinationConfiguration.Prefix", "flowlogs/!{timestamp:yyyy/dd/MM/HH}/")]
    [InlineData("DeliveryStream", "ExtendedS3DestinationConfiguration.ErrorOutputPrefix", "flowlogs/errors/")]
    [InlineData("FlowLogTable", "TableInput.StorageDescriptor.Location", "s3://my-flow-logs/")]
    [InlineData("PartitionRegistrar", "Environment.Variables.PREFIX", "logs/")]
    [InlineData("PartitionRegistrar", "Environment.Variables.RETENTION_DAYS", "7")]
    [InlineData("PartitionRegistrar", "Environment.Variables.DATABASE_NAME", "other")]
    [InlineData("Decompressor", "Environment.Variables.DELIVERY_STREAM_NAME", "other")]
    public void A_name_that_does_not_match_the_others_is_reported(string resource, string property, string value) =>
        AllNoticed(PrefixCheck.Findings,
    [
        new(template =>
        {
            JsonNode node = template.Properties(resource);
            foreach (var key in property.Split('.')[..^1])
                node = node[key]!;
            node[property.Split('.')[^1]] = value;
        }),
    ]);

    [Fact]
    public void A_wildcard_without_its_reason_is_reported_with_its_line()
    {
        var bare = StackTemplate.Parse(Template.Text.Replace("# reason:", "#", StringComparison.Ordinal));

        var findings = PolicyCheck.Findings(bare).ToList();

        Assert.Equal(Template.Text.Split("# reason:").Length - 1, findings.Count);
        Assert.All(findings, finding => Assert.Matches(@"^template\.yaml:\d+: ", finding));
    }

    [Fact]
    public void A_role_that_any_account_could_use_is_reported() => AllNoticed(PolicyCheck.Findings,
        from role in new[] { "FlowLogRole", "ArchiveSubscriptionRole", "RejectSubscriptionRole", "DeliveryRole" }
        from condition in new[] { "StringEquals", "ArnLike" }
        select new Mutation(template => Trust(template, role)["Condition"]!.AsObject().Remove(condition), role));

    [Theory]
    [InlineData("Description")]
    [InlineData("ConstraintDescription")]
    [InlineData("Default")]
    public void Each_parameter_without_its_text_in_the_console_is_reported(string property) => AllNoticed(ParameterCheck.Findings,
        from parameter in Template.Parameters
        where parameter.Value![property] is not null
        select new Mutation(template => template.Parameters[parameter.Key]!.AsObject().Remove(property), parameter.Key));

    [Fact]
    public void Each_unconstrained_or_hidden_parameter_is_reported()
    {
        AllNoticed(ParameterCheck.Findings, Template.Parameters.Select(parameter => new Mutation(
            template => new[] { "AllowedPattern", "AllowedValues", "MinValue" }.ToList()
                .ForEach(limit => template.Parameters[parameter.Key]!.AsObject().Remove(limit)),
            parameter.Key, "accepts any value")));
        AllNoticed(ParameterCheck.Findings, Template.Parameters.Select(parameter => new Mutation(
            template => Console(template)["ParameterLabels"]!.AsObject().Remove(parameter.Key), parameter.Key, "label")));
        AllNoticed(ParameterCheck.Findings, Template.Parameters.Select(parameter => new Mutation(
            template => template.Parameters.Remove(parameter.Key), parameter.Key, "not a parameter")));
    }

    [Theory]
    [InlineData("\"ICMPv6\"", "\"IPv6-ICMP\"")]
    [InlineData("\"RejectedTcpPackets\"", "\"RejectedTCPPackets\"")]
    [InlineData("\"StackName\"", "\"Stack\"")]
    [InlineData("\"Top rejected sources\"", "\"Sources\"")]
    [InlineData("\"y\": 6", "\"y\": 5")]
    [InlineData("\"inherit\"", "\"auto\"")]
    [InlineData("\\\"${MetricNamespace}\\\"", "${MetricNamespace}")]
    public void A_dashboard_that_would_be_empty_is_reported(string text, string other) => AllNoticed(MonitoringCheck.Findings,
    [
        new(template =>
        {
            var widgets = template.Properties("Dashboard")["DashboardBody"]!["Fn::Sub"]!;
            var log = widgets[1]!["TopRejectedSources"]!["Fn::If"]![1]!;
            widgets[0] = widgets[0]!.ToString().Replace(text, other, StringComparison.Ordinal);
            log["Fn::Sub"] = log["Fn::Sub"]!.ToString().Replace(text, other, StringComparison.Ordinal);
        }),
    ]);

    [Fact]
    public void Each_removed_alarm_is_reported() => AllNoticed(MonitoringCheck.Findings,
        from alarm in new[]
        {
            "DecompressorErrorsAlarm", "MetricPublisherErrorsAlarm", "PartitionRegistrarErrorsAlarm", "PartitionRegistrarMissingAlarm",
            "IteratorAgeAlarm", "ConversionFailuresAlarm", "DeliveryFreshnessAlarm", "RejectedTcpPacketsAlarm",
            "ForwardingErrorsAlarm", "ForwardingThrottledAlarm", "DeliveryThrottledAlarm", "RejectStreamThrottledAlarm",
            "ArchiveSilentAlarm",
            "RejectedTcpPacketsAnomalyAlarm", "UnreadableRecordsAlarm", "UnparsedRecordsAlarm", "FailedRecordsAlarm",
            "RejectDeadLettersAlarm", "RegistrarDeadLettersAlarm",
        }
        select new Mutation(template => template.Resources.Remove(alarm)));

    [Theory]
    [InlineData("UnparsedRecordsAlarm")]
    [InlineData("FailedRecordsAlarm")]
    [InlineData("UnreadableRecordsAlarm")]
    public void An_alarm_that_cannot_be_raised_is_reported(string alarm) => AllNoticed(MonitoringCheck.Findings,
    [
        new(template => template.Properties(alarm)["Dimensions"]![0]!["Name"] = "Stack", alarm),
        new(template => template.Properties(alarm)["MetricName"] = "Records", alarm),
    ]);

    [Fact]
    public void An_alarm_that_a_new_stack_would_raise_is_reported() => AllNoticed(MonitoringCheck.Findings,
        from alarm in Template.OfType("AWS::CloudWatch::Alarm")
        from treatment in new[] { "breaching", "ignore" }
        select new Mutation(template => template.Properties(alarm.Key)["TreatMissingData"] = treatment, alarm.Key));

    [Theory]
    [InlineData("year")]
    [InlineData("month")]
    [InlineData("day")]
    public void A_query_without_its_condition_on_a_key_is_reported(string key) => AllNoticed(QueryCheck.Findings,
        from query in Template.OfType("AWS::Athena::NamedQuery")
        let sql = query.Value["Properties"]!["QueryString"]!.ToString()
        where sql.Contains($" {key} IN (", StringComparison.Ordinal)
        select new Mutation(
            template => template.Properties(query.Key)["QueryString"] =
                sql.Replace($" {key} IN (", $" {key}||'' IN (", StringComparison.Ordinal),
            query.Value["Properties"]!["Name"]!.ToString(), key));

    [Theory]
    [InlineData("POWERTOOLS_SERVICE_NAME")]
    [InlineData("POWERTOOLS_LOG_LEVEL")]
    public void Each_removed_variable_of_the_logger_is_reported(string variable) => AllNoticed(FunctionCheck.Findings,
    [
        new(template => template.Section("Globals")["Function"]!["Environment"]!["Variables"]!.AsObject().Remove(variable), variable),
    ]);

    static void AllNoticed(Func<StackTemplate, IEnumerable<string>> check, IEnumerable<Mutation> mutations)
    {
        var before = check(Template).ToHashSet();
        var count = 0;
        foreach (var mutation in mutations)
        {
            count++;
            var findings = check(Template.With(mutation.Change)).Except(before).ToList();
            Assert.True(findings.Any(finding => mutation.Names.All(finding.Contains)),
                $"no finding names {string.Join(" ", mutation.Names)}; the findings are: {string.Join("; ", findings)}");
        }
        Assert.NotEqual(0, count);
        Figures.Tell($"template.yaml: {count} changes, all noticed");
    }

    /// <summary>Returns each Allow statement of each role, with its path.</summary>
    static IEnumerable<(string Role, string Path, JsonObject Statement)> Statements() =>
        from role in Template.OfType("AWS::IAM::Role")
        from item in JsonWalk.Objects(role.Value["Properties"]!["Policies"])
        where (string?)item.Node["Effect"] == "Allow"
        select (role.Key, item.Path, item.Node);

    static Action<StackTemplate> Edit((string Role, string Path, JsonObject Statement) at, Action<JsonObject> change) => template =>
        change(JsonWalk.Objects(template.Properties(at.Role)["Policies"]).Single(item => item.Path == at.Path).Node);

    static void Keep(JsonObject statement, string list, Func<string, bool> keep) =>
        Keep(statement, list, (item, _) => keep(item.ToString()));

    static void Keep(JsonObject statement, string list, Func<JsonNode, int, bool> keep) =>
        statement[list] = new JsonArray([.. JsonWalk.Many(statement[list]).Where(keep).Select(item => item.DeepClone())]);

    static JsonNode Trust(StackTemplate template, string role) => template.Properties(role)["AssumeRolePolicyDocument"]!["Statement"]![0]!;

    static JsonNode Console(StackTemplate template) => template.Section("Metadata")["AWS::CloudFormation::Interface"]!;

    static JsonObject Variables(StackTemplate template, string function) =>
        template.Properties(function)["Environment"]!["Variables"]!.AsObject();

    static JsonArray Columns(StackTemplate template) => Table(template)["StorageDescriptor"]!["Columns"]!.AsArray();

    static JsonNode Table(StackTemplate template) => template.Properties("FlowLogTable")["TableInput"]!;

    /// <param name="Change">The change to the template.</param>
    /// <param name="Names">The words of the expected finding.</param>
    sealed record Mutation(Action<StackTemplate> Change, params string[] Names);
}
