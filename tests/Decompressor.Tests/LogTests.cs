using System.Text;
using System.Text.Json;

namespace Decompressor.Tests;

/// <summary>The log of the built executable: its counts, and that records cannot forge lines.</summary>
public sealed class LogTests
{
    const string Forged = "\n{\"level\":\"Error\",\"message\":\"forged\",\"_aws\":{\"Timestamp\":1,\"CloudWatchMetrics\":[]}}\r\nREJECT "
        + "eni-secret";

    /// <summary>Events 7 and 14 do not match the format (<see cref="LogEvents"/>), and neither does the hostile event.</summary>
    static readonly Sent[] Batch =
    [
        Sent.Of("ok", LogEvents.Record(Enumerable.Range(1, 14))),
        Sent.Of("control", Gzipped.Of("""{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logEvents":[]}""")),
        Sent.Of("hostile", Gzipped.Of(JsonSerializer.Serialize(new
        {
            messageType = "DATA_MESSAGE", owner =
                "1", logEvents = new[] { new { id = "1", timestamp = 1_418_530_010_000, message = Forged } },
        }))),
        Sent.Of("not gzip\n{\"level\":\"Error\"}", Encoding.UTF8.GetBytes(Forged)),
        new Sent("no base64", "*"),
    ];

    [Fact]
    public async Task Each_invocation_logs_its_counts_and_its_metrics()
    {
        await using var function = await Invoked.StartAsync();

        await function.InvokeAsync(Batch);
        await function.InvokeAsync(Batch[1]);
        await function.DisposeAsync();

        var counts = Entries(function).Where(entry => entry.GetProperty("level").GetString() == "Information").ToList();
        Assert.Equal(["5 2 15 3 1 0 2", "1 0 0 0 1 0 0"], counts.Select(entry => string.Join(' ', new[]
        {
            "records_in", "records_out", "log_events_out", "log_events_unparsed", "records_dropped", "records_sent_back", "records_failed",
        }.Select(key => entry.GetProperty(key).GetInt32()))));
        Assert.Equal([true, false], counts.Select(entry => entry.GetProperty("cold_start").GetBoolean()));
        Assert.Equal(2, counts.Select(entry => entry.GetProperty("function_request_id").GetString()).Distinct().Count());
        Assert.All(counts, entry =>
        {
            Assert.Equal(("flowlogs", "flowlogs-decompressor", Invoked.LeastMemory),
                (entry.GetProperty("service").GetString(), entry.GetProperty("function_name").GetString(),
                entry.GetProperty("function_memory_size").GetInt32()));
            Assert.StartsWith("1-", entry.GetProperty("xray_trace_id").GetString(), StringComparison.Ordinal);
            Assert.Contains(":function:flowlogs-decompressor", entry.GetProperty("function_arn").GetString());
        });

        var metrics = function.Log.Where(IsMetrics).Select(EmbeddedMetricLine.Read).ToList();
        Assert.Equal(["LogEvents=15 UnparsedRecords=3 FailedRecords=2 SentBackRecords=0",
            "LogEvents=0 UnparsedRecords=0 FailedRecords=0 SentBackRecords=0"],
            metrics.Select(line => string.Join(' ', line.Select(metric => $"{metric.Key}={metric.Value.Value}"))));
        Assert.All(metrics.SelectMany(line => line.Values), metric => Assert.Equal("VPCFlowLogs{StackName=flowlogs}", metric.Of));
    }

    [Fact]
    public async Task Each_failed_record_has_a_warning_with_its_id_and_the_reason()
    {
        await using var function = await Invoked.StartAsync();

        await function.InvokeAsync(Batch);
        await function.DisposeAsync();

        // The first id as written in the event, escaped.
        Assert.Equal(
            [("""not gzip\n{\"level\":\"Error\"}""", "The data is not gzip."), ("no base64", "The data is not base64.")],
            Entries(function).Where(entry => entry.GetProperty("level").GetString() == "Warning")
                .Select(entry => (entry.GetProperty("record_id").GetString(), entry.GetProperty("reason").GetString())));
    }

    [Fact]
    public async Task Content_of_records_never_reaches_the_log()
    {
        await using var function = await Invoked.StartAsync();

        await function.InvokeAsync(Batch);
        await function.DisposeAsync();

        // One line of counts, one of metrics, two warnings: no record has added a line.
        Assert.Equal(4, function.Log.Count);
        Assert.All(function.Log, line =>
        {
            Assert.DoesNotContain("forged", line);
            Assert.DoesNotContain("secret", line);
            Assert.DoesNotContain("eni-", line);
        });
    }

    [Theory]
    [InlineData("Warning", 3)]
    [InlineData("Error", 1)]
    public async Task A_higher_log_level_omits_lines_but_no_metrics(string level, int lines)
    {
        await using var function = await Invoked.StartAsync(300, ("POWERTOOLS_LOG_LEVEL", level));

        await function.InvokeAsync(Batch);
        await function.DisposeAsync();

        Assert.Equal(lines, function.Log.Count);
        Assert.Equal(2, EmbeddedMetricLine.Read(Assert.Single(function.Log, IsMetrics))["FailedRecords"].Value);
    }

    [Fact]
    public async Task Without_a_namespace_there_are_no_metrics()
    {
        await using var function = await Invoked.StartAsync(300, ("METRIC_NAMESPACE", ""), ("STACK_NAME", ""));

        await function.InvokeAsync(Batch);
        await function.DisposeAsync();

        Assert.Equal(3, function.Log.Count);
        Assert.DoesNotContain(function.Log, IsMetrics);
    }

    static bool IsMetrics(string line) => line.StartsWith("{\"_aws\":", StringComparison.Ordinal);

    static IEnumerable<JsonElement> Entries(Invoked function) =>
        function.Log.Where(line => !IsMetrics(line)).Select(line => JsonElement.Parse(line));
}
