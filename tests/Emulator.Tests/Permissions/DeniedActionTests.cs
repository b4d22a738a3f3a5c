using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulator.Permissions;
using Emulator.Template;

namespace Emulator.Tests.Permissions;

/// <summary>Denies each action of each role of the product's template in turn: local mode reports which one is missing.</summary>
public sealed partial class DeniedActionTests : IDisposable
{
    const string Key = "arn:aws:kms:us-east-1:123456789012:key/0b1c";

    /// <summary>The options that need a permission each.</summary>
    static readonly Dictionary<string, string> Options = new() { ["RetentionDays"] = "30", ["Tracing"] = "Active", ["KmsKeyArn"] = Key };

    static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-denied-").FullName;
    readonly HttpClient _client = new();

    public static TheoryData<string> Roles => [.. Actions().Select(action => action.Role).Distinct()];

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task With_every_action_nothing_is_denied() => Assert.Equal("", await DeniedAsync(Lines));

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Each_missing_action_of_a_role_is_reported(string role)
    {
        var actions = Actions().Where(action => action.Role == role).ToList();
        foreach (var (_, line, action) in actions)
        {
            var lines = (string[])Lines.Clone();
            lines[line] = lines[line].Replace(action, "none:Nothing", StringComparison.Ordinal);

            Assert.Contains($"{action} on ", (await DeniedAsync(lines))
                .Replace($"{action} on resource: ", $"{action} on ", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Figures.Tell($"template.yaml: {actions.Count} actions of {role}, each missed when denied");
    }

    [Theory]
    [InlineData("s3:*:::{bucket}/flowlogs/2026/11/30/10/file.parquet", "s3:GetObject", false)]
    [InlineData("s3:*:::{bucket}/flowlogs/2026/11/30/10/file.parquet", "s3:DeleteObject", false)]
    [InlineData("s3:*:::{bucket}/flowlogs/2026/11/30/10_$folder$", "s3:PutObject", true)]
    [InlineData("s3:*:::{bucket}/flowlogs_$folder$", "s3:PutObject", true)]
    [InlineData("s3:*:::{bucket}/errors/10_$folder$", "s3:PutObject", false)]
    public void The_registrar_can_write_placeholders_and_no_data(string resource, string action, bool isAllowed)
    {
        var template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        var name = resource.Replace("s3:*", "s3", StringComparison.Ordinal)
            .Replace("{bucket}", "flow-logs-local", StringComparison.Ordinal);
        var arn = $"arn:aws:{name}";

        Assert.Equal(isAllowed, RolePermissions.OfFunction(template, "PartitionRegistrar")!.Allows(action, arn));
    }

    [Fact]
    public void A_deny_and_a_false_condition_remove_a_permission()
    {
        var file = Path.Combine(_folder, "template.yaml");
        File.WriteAllText(file, """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  Policies:
                    - PolicyName: one
                      PolicyDocument:
                        Statement:
                          - {Effect: Allow, Action: ['s3:Get*', 'cloudwatch:PutMetricData'], Resource: '*', Condition: {StringEquals: {'cloudwatch:namespace': Mine}}}
                          - {Effect: Allow, Action: s3:PutObject, Resource: 'arn:aws:s3:::b/????/*'}
                          - {Effect: Deny, Action: s3:PutObject, Resource: 'arn:aws:s3:::b/2025/*'}
            """);
        var template = StackTemplate.Load(file);
        var role = RolePermissions.Find(template, $"arn:aws:iam::123456789012:role/{PseudoParameters.StackName}-Role")!;

        Assert.True(role.Allows("cloudwatch:PutMetricData", "*", new Dictionary<string, string> { ["cloudwatch:namespace"] = "Mine" }));
        Assert.False(role.Allows("cloudwatch:PutMetricData", "*", new Dictionary<string, string> { ["cloudwatch:namespace"] = "Other" }));
        Assert.False(role.Allows("s3:GetObject", "arn:aws:s3:::b/2026/x"));
        Assert.True(role.Allows("s3:PutObject", "arn:aws:s3:::b/2026/x"));
        Assert.False(role.Allows("s3:PutObject", "arn:aws:s3:::b/2025/x"));
        Assert.False(role.Allows("s3:PutObject", "arn:aws:s3:::b/26/x"));
    }

    /// <summary>Starts the services and makes every call of the functions; returns the denied actions.</summary>
    async Task<string> DeniedAsync(string[] lines)
    {
        var file = Path.Combine(_folder, "template.yaml");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        var template = StackTemplate.Load(file, Options);
        Directory.CreateDirectory(Path.Combine(_folder, "data", "s3", "flow-logs-local"));
        try
        {
            await using var services = await LocalServices.StartAsync(template, Path.Combine(_folder, "data"), _ =>
                { }, TestContext.Current.CancellationToken);
            var denied = new StringBuilder();
            foreach (var answer in new[]
            {
                await AthenaAsync(services, "ALTER TABLE flow_logs ADD IF NOT EXISTS PARTITION "
                    + "(year='2026',month='11',day='30',hour='10') LOCATION 's3://flow-logs-local/flowlogs/2026/11/30/10/'"),
                await AthenaAsync(services, "ALTER TABLE flow_logs DROP IF EXISTS PARTITION (year='2026',month='11',day='30',hour='10')"),
                await CallAsync(services, "PartitionRegistrar", "S3", "", "flow-logs-local?list-type=2", null),
                await CallAsync(services, "Decompressor", "FIREHOSE", "Firehose_20150804.PutRecordBatch", "", """{"DeliveryStreamName":"flowlogs-flow-logs","Records":[{"Data":"Zmlyc3Q="}]}"""),
                await CallAsync(services, "MetricPublisher", "CLOUDWATCH", "GraniteServiceVersion20100801.PutMetricData", "", """{"Namespace":"VPCFlowLogs","MetricData":[{"MetricName":"RejectedTcpPackets","Value":1}]}"""),
            })
                if (answer.Contains("is not authorized to perform", StringComparison.Ordinal))
                    denied.Append(answer);
            return denied.ToString();
        }
        catch (StackException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Starts a statement, waits for its end, and stops it; returns all answers.</summary>
    async Task<string> AthenaAsync(LocalServices services, string sql)
    {
        var started = await CallAthenaAsync("StartQueryExecution",
            new() { ["QueryString"] = sql, ["WorkGroup"] = PseudoParameters.StackName });
        if (JsonNode.Parse(started)!["QueryExecutionId"]?.ToString() is not { } id)
            return started;
        string answer;
        do
        {
            answer = await CallAthenaAsync("GetQueryExecution", new() { ["QueryExecutionId"] = id });
        }
        while (answer.Contains("\"QUEUED\"", StringComparison.Ordinal) || answer.Contains("\"RUNNING\"", StringComparison.Ordinal));
        return answer + await CallAthenaAsync("StopQueryExecution", new() { ["QueryExecutionId"] = id });

        Task<string> CallAthenaAsync(string operation, JsonObject request) =>
            CallAsync(services, "PartitionRegistrar", "ATHENA", $"AmazonAthena.{operation}", "", request.ToJsonString());
    }

    async Task<string> CallAsync(LocalServices services, string function, string service, string target, string path, string? body)
    {
        var environment = services.EnvironmentOf(function);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post,
            environment[$"AWS_ENDPOINT_URL_{service}"] + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential={environment["AWS_ACCESS_KEY_ID"]}/20261130/us-east-1/any/aws4_request, SignedHeaders=host, "
            + $"Signature=0");
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Finds the lines of the template that allow an action to a role. ReceivingRole belongs to other accounts, which local mode does not
    /// have.
    /// </summary>
    static IEnumerable<(string Role, int Line, string Action)> Actions()
    {
        var resource = "";
        for (var line = 0; line < Lines.Length; line++)
        {
            if (Resource.Match(Lines[line]) is { Success: true } name)
                resource = name.Groups["name"].Value;
            else if (resource.EndsWith("Role", StringComparison.Ordinal) && resource != "ReceivingRole"
                && Action.Match(Lines[line]) is { Success: true } action && action.Groups["action"].Value != "sts:AssumeRole")
                yield return (resource, line, action.Groups["action"].Value);
        }
    }

    [GeneratedRegex(@"^  (?<name>\w+):$")]
    private static partial Regex Resource { get; }

    [GeneratedRegex(@"^\s+(- |Action: )(?<action>[a-z0-9]+:[A-Z]\w+)$")]
    private static partial Regex Action { get; }
}
