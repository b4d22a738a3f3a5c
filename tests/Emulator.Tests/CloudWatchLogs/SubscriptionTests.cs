using System.Text;
using System.Text.Json;
using Emulator.CloudWatchLogs;
using Emulator.Template;

namespace Emulator.Tests.CloudWatchLogs;

/// <summary>The payloads of the archive filter in the product's template.</summary>
public sealed class SubscriptionTests
{
    static readonly SubscriptionFilterResource Filter = ArchiveFilter("false");

    [Fact]
    public void A_payload_has_the_form_of_CloudWatch_Logs()
    {
        var subscription = new Subscription(Filter);
        Add(subscription, "2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 100 160 ACCEPT OK", 160);
        Add(subscription, "say \"hello\"\t\\ \u0001 \u00e9", 170);

        var record = subscription.Flush()!.Compress();

        Assert.Equal((170, 2), (record.Arrival, record.Events));
        Assert.Null(subscription.Flush());
        using var payload = JsonDocument.Parse(Gzipped.Inflate(record.Data));
        Assert.Equal(
            ["messageType DATA_MESSAGE", "owner 123456789012", "logGroup /vpc-flow-logs", "logStream eni-1-all",
                "subscriptionFilters [\"flowlogs-archive\"]"],
            payload.RootElement.EnumerateObject().Take(5).Select(property => $"{property.Name} {property.Value}"));
        var events = payload.RootElement.GetProperty("logEvents").EnumerateArray().ToList();
        Assert.Equal(160_000, events[0].GetProperty("timestamp").GetInt64());
        Assert.Equal(56, events[0].GetProperty("id").GetString()!.Length);
        Assert.Equal("say \"hello\"\t\\ \u0001 \u00e9", events[1].GetProperty("message").GetString());
        Assert.All(events, logEvent => Assert.False(logEvent.TryGetProperty("extractedFields", out _)));
    }

    [Fact]
    public void A_filter_with_field_names_sends_values_and_drops_shorter_events()
    {
        var subscription = new Subscription(ArchiveFilter("true"));
        Add(subscription, "2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 100 160 ACCEPT OK", 160);
        Add(subscription, "2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 100 160 ACCEPT", 161);
        Add(subscription, "2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 40 100 160 ACCEPT OK and more", 162);

        var record = subscription.Flush()!.Compress();

        Assert.Equal((2, 1), (record.Events, subscription.PassedBy));
        using var payload = JsonDocument.Parse(Gzipped.Inflate(record.Data));
        var fields = payload.RootElement.GetProperty("logEvents").EnumerateArray()
            .Select(logEvent => logEvent.GetProperty("extractedFields")).ToList();
        Assert.All(fields, names => Assert.Equal(14, names.EnumerateObject().Count()));
        Assert.Equal(["OK", "OK and more"], fields.Select(names => names.GetProperty("log_status").GetString()));
    }

    [Fact]
    public void A_payload_has_at_most_one_MiB()
    {
        var subscription = new Subscription(Filter);
        var text = new string('x', 100_000);
        var count = 1;
        SubscriptionRecord? record;
        while ((record = Add(subscription, text, 160)) is null)
            count++;

        Assert.Equal((11, 11), (count, record.Events));
    }

    static SubscriptionFilterResource ArchiveFilter(string namesFields) => SubscriptionFilterResource
        .All(StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"), new Dictionary<string,
        string>
        { ["ArchiveFilterNamesFields"] = namesFields }))
        .Single(filter => filter.DestinationIsFirehose);

    static SubscriptionRecord? Add(Subscription subscription, string text, long end) =>
        subscription.Add(7, "eni-1-all", new TimedLine(end / 60 * 60, end, Encoding.UTF8.GetBytes(text), 0, 0))?.Compress();
}
