using System.Text.Json.Nodes;

namespace Template.Tests.Checks;

/// <summary>The dashboard is one that CloudWatch can draw, and each alarm can be raised, reaches someone and says what to do.</summary>
static class MonitoringCheck
{
    /// <summary>What the design asks to be told of, as namespace and metric.</summary>
    static readonly string[] Watched =
    [
        "AWS/Lambda Errors Decompressor", "AWS/Lambda Errors MetricPublisher", "AWS/Lambda Errors PartitionRegistrar",
        "AWS/Lambda IteratorAge MetricPublisher", "AWS/Lambda Invocations PartitionRegistrar",
        "AWS/Firehose FailedConversion.Records DeliveryStream", "AWS/Firehose DeliveryToS3.DataFreshness DeliveryStream",
        "AWS/SQS ApproximateNumberOfMessagesVisible RejectDeadLetterQueue", "AWS/SQS ApproximateNumberOfMessagesVisible RegistrarDeadLetterQueue",
        "VPCFlowLogs RejectedTcpPackets ", "VPCFlowLogs UnreadableRecords ",
    ];

    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var stack = Deployment.Full(template);
        return [.. Alarms(stack), .. Dashboard(stack)];
    }

    static IEnumerable<string> Alarms(Deployment stack)
    {
        var names = new Dictionary<string, string>();
        foreach (var logicalId in stack.LogicalIds.Where(logicalId => stack.TypeOf(logicalId) is "AWS::Serverless::Function" or "AWS::KinesisFirehose::DeliveryStream" or "AWS::SQS::Queue"))
            names[stack.NameOf(logicalId)] = logicalId;

        var watched = new List<string>();
        foreach (var logicalId in stack.OfType("AWS::CloudWatch::Alarm"))
        {
            var alarm = stack.Properties(logicalId);
            if (!JsonWalk.Texts(alarm["AlarmActions"]).SequenceEqual([stack.Arn("AlarmTopic")]))
                yield return $"{logicalId} tells no one";
            if (alarm["AlarmDescription"]?.ToString() is not { Length: > 60 and <= 1024 })
                yield return $"{logicalId} does not say what to do";
            var of = JsonWalk.Many(alarm["Dimensions"]).Select(dimension => dimension["Value"]!.ToString()).Select(name => names.GetValueOrDefault(name, "")).SingleOrDefault("");
            watched.Add($"{alarm["Namespace"]} {alarm["MetricName"]} {of}");
        }
        foreach (var missing in Watched.Except(watched))
            yield return $"no alarm watches {missing}";
        if (!stack.OfType("AWS::CloudWatch::Alarm").Any(logicalId => stack.Properties(logicalId)["ThresholdMetricId"] is not null))
            yield return "no alarm detects anomalies, though the parameter asks for it";
    }

    static IEnumerable<string> Dashboard(Deployment stack)
    {
        var widgets = JsonNode.Parse(stack.Properties("Dashboard")["DashboardBody"]!.ToString())!["widgets"]!.AsArray();
        foreach (var title in new[] { "Rejected TCP packets", "Rejected Packets per Protocol", "Totals now", "Top rejected sources" })
            if (!widgets.Any(widget => widget!["properties"]!["title"]!.ToString() == title))
                yield return $"the dashboard has no widget '{title}'";

        var cells = new HashSet<(int, int)>();
        foreach (var widget in widgets)
        {
            var title = widget!["properties"]!["title"];
            if (widget["properties"]!["region"]?.ToString() != Deployment.Region)
                yield return $"the widget '{title}' is not of the stack's region";
            var (x, y, width, height) = ((int)widget["x"]!, (int)widget["y"]!, (int)widget["width"]!, (int)widget["height"]!);
            var own = from column in Enumerable.Range(x, width) from row in Enumerable.Range(y, height) select (column, row);
            if (x + width > 24)
                yield return $"the widget '{title}' reaches over the dashboard's 24 columns";
            if (own.Any(cell => !cells.Add(cell)))
                yield return $"the widget '{title}' lies on another";
        }
    }
}
