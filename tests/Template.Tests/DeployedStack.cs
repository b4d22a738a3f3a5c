using System.Text.Json.Nodes;

namespace Template.Tests;

/// <summary>Creates the stack in moto, once for all tests of a class.</summary>
public sealed class DeployedStack : IAsyncLifetime
{
    /// <summary>
    /// The resources that moto's CloudFormation ignores or creates incompletely. They are created in this order with the APIs of their
    /// services.
    /// </summary>
    static readonly string[] MadeByApi =
    [
        "AWS::Logs::LogStream", "AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::Glue::Database", "AWS::Glue::Table",
        "AWS::KinesisFirehose::DeliveryStream",
        "AWS::Kinesis::Stream", "AWS::Logs::SubscriptionFilter", "AWS::Logs::Destination", "AWS::Athena::WorkGroup",
        "AWS::Athena::NamedQuery", "AWS::SQS::QueuePolicy",
        "AWS::SNS::TopicPolicy", "AWS::SNS::Subscription", "AWS::CloudWatch::Alarm",
    ];

    string _missing = "";
    JsonNode? _state;

    /// <summary>Returns what the services have, or skips the test if moto is not installed.</summary>
    public JsonNode State
    {
        get
        {
            Assert.SkipUnless(_missing.Length == 0, _missing);
            return _state!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!Tool.IsOnPath("python3"))
        {
            _missing = "python3 is not on this machine's PATH: nothing to run moto and the SAM translator with";
            return;
        }
        var resolved = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(resolved, Resolved().ToJsonString());
            var (exitCode, output, errors) = await Tool.RunAsync("python3",
                Path.Combine(Repository.Root, "tests", "Template.Tests", "deploy.py"), StackTemplate.FileName, resolved);
            if (exitCode == 3)
                _missing = errors.Trim();
            else
                _state = exitCode == 0 ? JsonNode.Parse(output)
                    : throw new InvalidOperationException($"moto refused the stack: {errors}");
        }
        finally
        {
            File.Delete(resolved);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static JsonObject Resolved()
    {
        var stack = new Deployment(StackTemplate.Load(), "aws", ("AlarmEmail", "a@b.example"), ("AnomalyDetection", "true"),
            ("RetentionDays", "30"), ("OrganizationId", "o-abcd123456"));
        var resources = new JsonObject();
        foreach (var logicalId in MadeByApi.SelectMany(stack.OfType))
            resources[logicalId] = new JsonObject { ["Type"] = stack.TypeOf(logicalId), ["Properties"] = stack.Properties(logicalId) };
        var registrar = stack.Properties("PartitionRegistrar");
        resources["PartitionRegistrarEventInvokeConfig"] = new JsonObject
        {
            ["Type"] = "AWS::Lambda::EventInvokeConfig",
            ["Properties"] = new JsonObject
            {
                ["FunctionName"] = registrar["FunctionName"]!.DeepClone(),
                ["MaximumRetryAttempts"] = registrar["EventInvokeConfig"]!["MaximumRetryAttempts"]!.DeepClone(),
                ["MaximumEventAgeInSeconds"] = registrar["EventInvokeConfig"]!["MaximumEventAgeInSeconds"]!.DeepClone(),
                ["DestinationConfig"] = new JsonObject
                {
                    ["OnFailure"] = new JsonObject
                    {
                        ["Destination"] = registrar["EventInvokeConfig"]!["DestinationConfig"]!["OnFailure"]!["Destination"]!.DeepClone(),
                    },
                },
            },
        };
        return resources;
    }
}
