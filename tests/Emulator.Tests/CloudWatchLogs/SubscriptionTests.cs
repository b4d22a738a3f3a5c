using System.Text;
using System.Text.Json;
using Emulator.CloudWatchLogs;
using Emulator.Template;

namespace Emulator.Tests.CloudWatchLogs;

/// <summary>The payloads that the archive filter of the product's template makes.</summary>
public sealed class SubscriptionTests
{
    static readonly SubscriptionFilterResource Filter = SubscriptionFilterResource.All(StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml")))
        .Single(filter => filter.DestinationIsFirehose);

    [Fact]
    public void A_payload_is_as_CloudWatch_Logs_writes_it()
    {
        var subscription = new Subscription(Filter);
        Add(subscription, "2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 100 160 ACCEPT OK", 160);
        Add(subscription, "say \"hello\"\t\\ \u0001 \u00e9", 170);

        var record = subscription.Flush()!.Compress();

        Assert.Equal((170, 2), (record.Arrival, record.Events));
        Assert.Null(subscription.Flush());
        using var payload = JsonDocument.Parse(Gzipped.Inflate(record.Data));
        Assert.Equal(
            ["messageType DATA_MESSAGE", "owner 123456789012", "logGroup /vpc-flow-logs", "logStream eni-1-all", "subscriptionFilters [\"flowlogs-archive\"]"],
            payload.RootElement.EnumerateObject().Take(5).Select(property => $"{property.Name} {property.Value}"));
        var events = payload.RootElement.GetProperty("logEvents").EnumerateArray().ToList();
        Assert.Equal(160_000, events[0].GetProperty("timestamp").GetInt64());
        Assert.Equal(56, events[0].GetProperty("id").GetString()!.Length);
        Assert.Equal("ACCEPT", events[0].GetProperty("extractedFields").GetProperty("action").GetString());
        Assert.Equal(14, events[0].GetProperty("extractedFields").EnumerateObject().Count());
        Assert.Equal("say \"hello\"\t\\ \u0001 \u00e9", events[1].GetProperty("message").GetString());
        Assert.False(events[1].TryGetProperty("extractedFields", out _));
    }

    [Fact]
    public void A_payload_ends_at_a_MiB()
    {
        var subscription = new Subscription(Filter);
        var text = new string('x', 100_000);
        var count = 1;
        SubscriptionRecord? record;
        while ((record = Add(subscription, text, 160)) is null)
            count++;

        Assert.Equal((11, 11), (count, record.Events));
    }

    static SubscriptionRecord? Add(Subscription subscription, string text, long end) =>
        subscription.Add(7, "eni-1-all", new TimedLine(end / 60 * 60, end, Encoding.UTF8.GetBytes(text), 0, 0))?.Compress();
}
