using System.Text.RegularExpressions;
using FlowLogs;

namespace MetricPublisher.Tests;

/// <summary>The template's dashboard and alarms use the names that the function publishes.</summary>
public sealed partial class TemplateTests
{
    static readonly string Template = File.ReadAllText(Path.Combine(Repository.Root, "template.yaml"));

    [Fact]
    public void Every_protocol_on_the_dashboard_is_published()
    {
        var published = Enumerable.Range(0, 256).Select(IanaProtocol.Keyword).ToHashSet();
        var shown = ProtocolDimension().Matches(Template).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.Contains("TCP", shown);
        Assert.All(shown, protocol => Assert.Contains(protocol, published));
    }

    [Fact]
    public void Every_metric_of_the_function_is_on_the_dashboard_or_has_an_alarm()
    {
        foreach (var metric in new[] { RejectMetrics.RejectedTcpPackets, RejectMetrics.RejectedPackets, RejectMetrics.UnreadableRecords })
            Assert.Contains($"\"{metric}\"", Template);
    }

    [GeneratedRegex("\"Protocol\", \"([^\"]+)\"")]
    private static partial Regex ProtocolDimension();
}
