using System.Text.Json.Nodes;

namespace Template.Tests;

/// <summary>Checks the templates in every region, and for every value of each parameter that a condition reads.</summary>
public sealed class RegionTests
{
    /// <summary>Values of the parameters without AllowedValues: empty or the default, and another one.</summary>
    static readonly Dictionary<string, string[]> Others = new()
    {
        ["VPCId"] = ["none", "vpc-0123456789abcdef0"],
        ["FlowLogFormat"] = ["", "${action} ${protocol} ${packets}"],
        ["FlowLogResourceId"] = ["", "tgw-0123456789abcdef0"],
        ["RetentionDays"] = ["0", "30"],
        ["AlarmEmail"] = ["", "a@b.example"],
        ["KmsKeyArn"] = ["", "arn:aws:kms:us-east-1:123456789012:key/0b1c"],
        ["PermissionsBoundaryArn"] = ["", "arn:aws:iam::123456789012:policy/boundary"],
        ["OrganizationId"] = ["", "o-abcd123456"],
        ["DecompressorConcurrency"] = ["0", "20"],
        ["RejectDestinationArn"] = ["", "arn:aws:logs:us-east-1:999999999999:destination:flows-reject"],
        ["AlarmTopicArn"] = ["", "arn:aws:sns:us-east-1:123456789012:alarms"],
    };

    public static TheoryData<string> Files => [StackTemplate.FileName, StackTemplate.MemberFileName];

    [Fact]
    public async Task The_translator_accepts_the_template_in_every_region_and_for_every_value()
    {
        var template = StackTemplate.Load();
        var file = Path.GetTempFileName();
        try
        {
            var values = new JsonObject(Switches(template)
                .Select(name => KeyValuePair.Create(name,
                (JsonNode?)new JsonArray([.. Values(template, name).Select(value => JsonValue.Create(value))]))));
            await File.WriteAllTextAsync(file, values.ToJsonString(), TestContext.Current.CancellationToken);

            var state = await PythonAsync("translate.py", StackTemplate.FileName, file);

            Assert.Empty(state["errors"]!.AsArray());
            Assert.True(state["regions"]!.AsArray().Count > 30);
            Assert.Equal(values.Sum(list => list.Value!.AsArray().Count), state["values"]!.GetValue<int>());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_region_has_every_type_of_resource(string file)
    {
        var types = StackTemplate.Load(file).Resources.Select(resource => (string)resource.Value!["Type"]!).Distinct()
            .Select(type => type == "AWS::Serverless::Function" ? "AWS::Lambda::Function" : type);

        var state = await PythonAsync("schemas.py", ["all", .. types, "AWS::Lambda::EventSourceMapping", "AWS::Events::Rule"]);

        Assert.Empty(state["missing"]!.AsArray());
        Assert.True(state["regions"]!.GetValue<int>() > 30);
    }

    /// <summary>Each condition is true once and false once in every partition, and the stack resolves with both.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void The_stack_resolves_for_every_value_of_each_parameter_that_a_condition_reads(string file)
    {
        var template = StackTemplate.Load(file);
        var stacks =
            from partition in new[] { "aws", "aws-cn", "aws-us-gov" }
            from name in Switches(template)
            from value in Values(template, name)
            select new Deployment(template, partition, Whole(name, value));

        var isMet = template.Section("Conditions").ToDictionary(condition => condition.Key, _ => new HashSet<bool>());
        foreach (var stack in stacks)
        {
            Assert.All(stack.LogicalIds, logicalId => Assert.DoesNotContain("(no value)", stack.Properties(logicalId).ToJsonString()));
            Assert.NotEmpty(stack.Outputs);
            foreach (var (condition, values) in isMet)
                values.Add(stack.Meets(condition));
        }
        Assert.All(isMet, condition =>
            Assert.True(condition.Value.Count == 2, $"{condition.Key} is always {string.Join(", ", condition.Value)}"));
    }

    /// <summary>Returns the parameters that a condition reads, directly or through another condition.</summary>
    static IEnumerable<string> Switches(StackTemplate template) => JsonWalk.Objects(template.Section("Conditions"))
        .Select(item => item.Node["Ref"]?.ToString()).OfType<string>().Distinct();

    static IEnumerable<string> Values(StackTemplate template, string parameter) =>
        template.Parameters[parameter]!["AllowedValues"] is { } allowed
        ? JsonWalk.Texts(allowed)
        : Others.TryGetValue(parameter, out var others) ? others
        : throw new InvalidOperationException($"Add the values of {parameter} to Others.");

    // Some values need another parameter, as the rules of the template say.
    static (string, string)[] Whole(string name, string value) => (name, value) switch
    {
        ("FlowLogResourceType", not "VPC") => [(name, value), ("FlowLogResourceId", "eni-0123456789abcdef0"), ("VPCId", "none")],
        ("AnomalyDetection" or "OrganizationId" or "ArchiveFilterNamesFields", _) => [(name, value), ("CountRejects", "true")],
        _ => [(name, value)],
    };

    static async Task<JsonNode> PythonAsync(string script, params string[] arguments)
    {
        Assert.SkipUnless(Tool.IsOnPath("python3"), "python3 is not on this machine's PATH");
        var (exitCode, output, errors) =
            await Tool.RunAsync("python3", [Path.Combine(Repository.Root, "tests", "Template.Tests", script), .. arguments]);
        Assert.SkipWhen(exitCode == 3, errors.Trim());
        Assert.True(exitCode == 0, errors);
        return JsonNode.Parse(output)!;
    }
}
