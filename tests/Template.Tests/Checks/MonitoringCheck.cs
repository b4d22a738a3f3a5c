using System.Text.Json.Nodes;
using Decompressor;
using FlowLogs;
using MetricPublisher;

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
        "VPCFlowLogs RejectedTcpPackets ", "VPCFlowLogs UnreadableRecords ", "VPCFlowLogs UnparsedRecords ", "VPCFlowLogs FailedRecords ",
    ];

    /// <summary>The metrics' names are the constants of those who publish them.</summary>
    static readonly string[] Published =
    [
        .. new[] { typeof(RejectMetrics), typeof(InvocationReport) }.SelectMany(publisher => publisher.GetFields())
            .Where(field => field.IsLiteral && field.FieldType == typeof(string)).Select(field => (string)field.GetRawConstantValue()!),
    ];

    static readonly HashSet<string> Protocols = [.. Enumerable.Range(0, 256).Select(IanaProtocol.Keyword)];

    public static IEnumerable<string> Findings(StackTemplate template)
    {
        var stack = Deployment.Full(template);
        return [.. Alarms(stack), .. Dashboard(stack)];
    }

    static IEnumerable<string> Alarms(Deployment stack)
    {
        var names = new Dictionary<string, string>();
        foreach (var logicalId in new[] { "AWS::Serverless::Function", "AWS::KinesisFirehose::DeliveryStream", "AWS::SQS::Queue" }.SelectMany(stack.OfType))
            names[stack.NameOf(logicalId)] = logicalId;

        var watched = new List<string>();
        foreach (var logicalId in stack.OfType("AWS::CloudWatch::Alarm"))
        {
            var alarm = stack.Properties(logicalId);
            if (!JsonWalk.Texts(alarm["AlarmActions"]).SequenceEqual([stack.Arn("AlarmTopic")]))
                yield return $"{logicalId} tells no one";
            if (alarm["AlarmDescription"]?.ToString() is not { Length: > 60 and <= 1024 })
                yield return $"{logicalId} does not say what to do";
            var of = JsonWalk.Many(alarm["Dimensions"]).Select(dimension => names.GetValueOrDefault(dimension["Value"]!.ToString(), "")).SingleOrDefault("");
            watched.Add($"{alarm["Namespace"]} {alarm["MetricName"]} {of}");
            if (alarm["Namespace"]?.ToString() == stack.Parameter("MetricNamespace")
                && Fault(stack, [alarm["Namespace"]!.ToString(), alarm["MetricName"]!.ToString(), .. JsonWalk.Many(alarm["Dimensions"]).SelectMany(dimension => new[] { dimension["Name"]!.ToString(), dimension["Value"]!.ToString() })]) is { } fault)
                yield return $"{logicalId} watches {alarm["MetricName"]}: {fault}";
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
            foreach (var metric in JsonWalk.Many(widget["properties"]!["metrics"]).Where(metric => metric[0] is JsonValue))
                if (Fault(stack, [.. JsonWalk.Many(metric).OfType<JsonValue>().Select(part => part.ToString())]) is { } fault)
                    yield return $"the widget '{title}' shows {metric.ToJsonString()}: {fault}";
        }
    }

    /// <param name="stack">The stack.</param>
    /// <param name="metric">Namespace, name, then dimensions and their values by turns.</param>
    static string? Fault(Deployment stack, string[] metric) => metric switch
    {
        [var space, ..] when space != stack.Parameter("MetricNamespace") => null,
        [_, var name, ..] when !Published.Contains(name) => "no function publishes such a metric",
        [_, _, "StackName", Deployment.StackName] => null,
        [_, _, "StackName", Deployment.StackName, "Protocol", var protocol] => Protocols.Contains(protocol) ? null : "MetricPublisher names no protocol so",
        _ => "it is published with other dimensions",
    };
}
