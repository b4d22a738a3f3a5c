using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Decompressor;
using FlowLogs;
using MetricPublisher;

namespace Template.Tests.Checks;

/// <summary>
/// Checks that CloudWatch can draw the dashboard, and that each alarm can be raised, notifies someone and says what to do.
/// </summary>
static partial class MonitoringCheck
{
    /// <summary>The metrics that need an alarm: namespace, name and resource.</summary>
    static readonly string[] Watched =
    [
        "AWS/Lambda Errors Decompressor", "AWS/Lambda Errors MetricPublisher", "AWS/Lambda Errors PartitionRegistrar",
        "AWS/Lambda IteratorAge MetricPublisher", "AWS/Lambda Invocations PartitionRegistrar",
        "AWS/Logs DeliveryErrors ", "AWS/Logs DeliveryThrottling ", "AWS/Logs IncomingLogEvents ",
        "AWS/Firehose IncomingRecords DeliveryStream",
        "AWS/Firehose ThrottledRecords DeliveryStream", "AWS/Kinesis WriteProvisionedThroughputExceeded RejectStream",
        "AWS/Firehose FailedConversion.Records DeliveryStream", "AWS/Firehose DeliveryToS3.DataFreshness DeliveryStream",
        "AWS/SQS ApproximateNumberOfMessagesVisible RejectDeadLetterQueue",
        "AWS/SQS ApproximateNumberOfMessagesVisible RegistrarDeadLetterQueue",
        "VPCFlowLogs RejectedTcpPackets ", "VPCFlowLogs UnreadableRecords ", "VPCFlowLogs UnparsedRecords ", "VPCFlowLogs FailedRecords ",
    ];

    /// <summary>The names come from the constants of the publishers.</summary>
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
        string[] watchedTypes = ["AWS::Serverless::Function", "AWS::KinesisFirehose::DeliveryStream", "AWS::Kinesis::Stream",
            "AWS::SQS::Queue"];
        foreach (var logicalId in watchedTypes.SelectMany(stack.OfType))
            names[stack.NameOf(logicalId)] = logicalId;

        var watched = new List<string>();
        foreach (var logicalId in stack.OfType("AWS::CloudWatch::Alarm"))
        {
            var alarm = stack.Properties(logicalId);
            if (!JsonWalk.Texts(alarm["AlarmActions"]).SequenceEqual([stack.Arn("AlarmTopic")]))
                yield return $"{logicalId} notifies no one";
            if (alarm["AlarmDescription"]?.ToString() is not { Length: > 60 and <= 1024 })
                yield return $"{logicalId} does not say what to do";
            // A new stack has no data yet. CloudWatch would raise such an alarm immediately ("Configuring how CloudWatch alarms treat
            // missing data").
            if (alarm["TreatMissingData"]?.ToString() is not ("notBreaching" or "missing"))
                yield return $"{logicalId} is raised, or never raised, without data";
            // A stack whose data ends must be noticed; a stack that has never sent data must not.
            if (alarm["TreatMissingData"]?.ToString() == "missing" && !JsonWalk.Texts(alarm["InsufficientDataActions"])
                .SequenceEqual([stack.Arn("AlarmTopic")]))
                yield return $"{logicalId} notifies no one that its data ended";
            if (JsonWalk.Many(alarm["Metrics"]).Select(metric => metric["Expression"]?.ToString())
                .FirstOrDefault(text => text is ['S', 'E', ..]) is { } query)
            {
                if (Query.Match(query) is { Success: true } parts && parts.Groups["group"].Value == stack.Parameter("CWLogGroupName"))
                    watched.Add($"AWS/Logs {parts.Groups["metric"].Value} ");
                else
                    yield return $"{logicalId}: '{query}' is not a query over the log group's metrics";
            }
            // An alarm on a learned band does not replace another alarm.
            var isFixed = alarm["ThresholdMetricId"] is null;
            foreach (var metric in JsonWalk.Many(alarm["Metrics"]).Select(metric => metric["MetricStat"]?["Metric"]).OfType<JsonNode>()
                .Prepend(alarm))
            {
                if (metric["MetricName"] is null || !isFixed)
                    continue;
                var of = JsonWalk.Many(metric["Dimensions"])
                    .Select(dimension => names.GetValueOrDefault(dimension["Value"]!.ToString(), "")).SingleOrDefault("");
                watched.Add($"{metric["Namespace"]} {metric["MetricName"]} {of}");
                string[] name =
                [
                    metric["Namespace"]!.ToString(), metric["MetricName"]!.ToString(),
                    .. JsonWalk.Many(metric["Dimensions"])
                    .SelectMany(dimension => new[] { dimension["Name"]!.ToString(), dimension["Value"]!.ToString() }),
                ];
                if (name[0] == stack.Parameter("MetricNamespace") && Fault(stack, name) is { } fault)
                    yield return $"{logicalId} watches {metric["MetricName"]}: {fault}";
            }
        }
        foreach (var missing in Watched.Except(watched))
            yield return $"no alarm watches {missing}";
        if (!stack.OfType("AWS::CloudWatch::Alarm").Any(logicalId => stack.Properties(logicalId)["ThresholdMetricId"] is not null))
            yield return "no alarm detects anomalies, though the parameter asks for it";
    }

    static IEnumerable<string> Dashboard(Deployment stack)
    {
        var body = JsonNode.Parse(stack.Properties("Dashboard")["DashboardBody"]!.ToString())!;
        if (body["periodOverride"]?.ToString() != "inherit")
            yield return "the dashboard's periodOverride is not inherit, so CloudWatch would sum other periods than the widgets'";
        var widgets = body["widgets"]!.AsArray();
        foreach (var title in new[] { "Rejected TCP packets", "Rejected Packets per Protocol", "Totals now", "Top rejected sources" })
            if (!widgets.Any(widget => widget!["properties"]!["title"]!.ToString() == title))
                yield return $"the dashboard has no widget '{title}'";

        var cells = new HashSet<(int, int)>();
        foreach (var widget in widgets)
        {
            var title = widget!["properties"]!["title"];
            if (widget["properties"]!["region"]?.ToString() != Deployment.Region)
                yield return $"the widget '{title}' is not in the stack's region";
            var (x, y, width, height) = ((int)widget["x"]!, (int)widget["y"]!, (int)widget["width"]!, (int)widget["height"]!);
            var own = from column in Enumerable.Range(x, width) from row in Enumerable.Range(y, height) select (column, row);
            if (x + width > 24)
                yield return $"the widget '{title}' exceeds the dashboard's 24 columns";
            if (own.Any(cell => !cells.Add(cell)))
                yield return $"the widget '{title}' overlaps another";
            // Names with characters other than letters and digits need quotes ("CloudWatch search expression syntax").
            foreach (var search in JsonWalk.Many(widget["properties"]!["metrics"])
                .Select(metric => (metric[0] as JsonObject)?["expression"]?.ToString()).OfType<string>())
                if (!search.Contains($"SEARCH('{{\"{stack.Parameter("MetricNamespace")}\",", StringComparison.Ordinal))
                    yield return $"the widget '{title}' searches a namespace without quotes: {search}";
            foreach (var metric in JsonWalk.Many(widget["properties"]!["metrics"]).Where(metric => metric[0] is JsonValue))
                if (Fault(stack, [.. JsonWalk.Many(metric).OfType<JsonValue>().Select(part => part.ToString())]) is { } fault)
                    yield return $"the widget '{title}' shows {metric.ToJsonString()}: {fault}";
        }
    }

    /// <param name="stack">The stack.</param>
    /// <param name="metric">Namespace, name, then dimensions and values alternately.</param>
    static string? Fault(Deployment stack, string[] metric) => metric switch
    {
        [var space, ..] when space != stack.Parameter("MetricNamespace") => null,
        [_, var name, ..] when !Published.Contains(name) => "no function publishes such a metric",
        [_, _, "StackName", Deployment.StackName] => null,
        [_, _, "StackName", Deployment.StackName, "Protocol", var protocol] =>
            Protocols.Contains(protocol) ? null : "MetricPublisher names no protocol so",
        _ => "it is published with other dimensions",
    };

    [GeneratedRegex("""^SELECT SUM\((?<metric>\w+)\) FROM "AWS/Logs" WHERE LogGroupName = '(?<group>[^']+)'$""")]
    private static partial Regex Query { get; }
}
