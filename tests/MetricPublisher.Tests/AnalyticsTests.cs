using System.Text.Json.Nodes;

namespace MetricPublisher.Tests;

public sealed class AnalyticsTests : FunctionFixture
{
    [Fact]
    public async Task Rows_are_summed_by_window_and_protocol()
    {
        var answer = await InvokeAsync(Events.Analytics(
            """{"WINDOW_START":"2026-11-25 12:00:00.000","PROTOCOL":6,"REJECTED_PACKETS":20}""",
            """{"WINDOW_START":"2026-11-25 12:00:00.000","PROTOCOL":6,"REJECTED_PACKETS":2}""",
            """{"WINDOW_START":"2026-11-25 12:15:00.000","PROTOCOL":17,"REJECTED_PACKETS":3}"""));

        Assert.Equal(
            """{"records":[{"recordId":"record-0","result":"Ok"},{"recordId":"record-1","result":"Ok"},{"recordId":"record-2","result":"Ok"}]}""", answer);
        Assert.Equal(
            [
                ("RejectedTcpPackets", "StackName=net", Events.WindowStart, 22.0),
                ("RejectedPackets", "StackName=net,Protocol=TCP", Events.WindowStart, 22.0),
                ("RejectedTcpPackets", "StackName=net", Events.WindowStart.AddMinutes(15), 0.0),
                ("RejectedPackets", "StackName=net,Protocol=UDP", Events.WindowStart.AddMinutes(15), 3.0),
            ],
            CloudWatch.Packets.Select(d => (d.Metric, d.Dimensions, d.Timestamp, d.Value)));
        Assert.Single(CloudWatch.Calls);
    }

    [Theory]
    [InlineData("""{"protocol":6,"packets":20,"window_start":"2026-11-25T12:00:00Z"}""")]
    [InlineData("""{"Protocol":"6","packetCount":"20","windowStart":"2026-11-25T13:00:00+01:00","other":[1]}""")]
    [InlineData("""{"protocol":6.0,"SUM_PACKETS":20.0,"ROWTIME":1764072000}""")]
    [InlineData("""{"protocol":6,"total-packets":20,"timestamp":1764072000000,"action":"REJECT"}""")]
    [InlineData("""[{"protocol":6,"packets":12,"time":"2026-11-25 12:00:00"},{"protocol":6,"packets":8,"time":"2026-11-25 12:00:00"}]""")]
    [InlineData("{\"protocol\":6,\"packets\":12,\"time\":\"2026-11-25 12:00:00\"}\n{\"protocol\":6,\"packets\":8,\"time\":\"2026-11-25 "
        + "12:00:00\"}\n")]
    public async Task Columns_have_several_names_and_forms(string row)
    {
        // 1764072000 is 2025-11-25T12:00:00Z.
        await InvokeAsync(Events.Analytics(row.Replace("1764072", "1795608", StringComparison.Ordinal)));

        Assert.Empty(Context.Warnings);
        Assert.Equal(20, CloudWatch.Sum("RejectedTcpPackets"));
        Assert.All(CloudWatch.Datums, d => Assert.Equal(Events.WindowStart, d.Timestamp));
    }

    [Fact]
    public async Task A_row_without_a_time_belongs_to_the_current_window()
    {
        await InvokeAsync(Events.Analytics("""{"protocol":6,"packets":20}"""));

        Assert.Equal(Events.WindowStart.AddMinutes(15), CloudWatch.Datums.First().Timestamp);
    }

    [Fact]
    public async Task Rows_of_accepted_traffic_do_not_count()
    {
        var answer = await InvokeAsync(Events.Analytics("""{"protocol":6,"packets":20,"action":"ACCEPT"}""", """{"protocol":6,"packets":1,"action":"REJECT"}"""));

        Assert.Equal(1, CloudWatch.Sum("RejectedTcpPackets"));
        Assert.DoesNotContain("DeliveryFailed", answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("17")]
    [InlineData("""{"protocol":6}""")]
    [InlineData("""{"packets":6}""")]
    [InlineData("""{"protocol":256,"packets":6}""")]
    [InlineData("""{"protocol":6,"packets":-1}""")]
    [InlineData("""{"protocol":6,"packets":1.5}""")]
    [InlineData("""{"protocol":6,"packets":9223372036854775808}""")]
    [InlineData("""{"protocol":6,"packets":1,"time":"noon"}""")]
    [InlineData("""{"protocol":6,"packets":1000}{"protocol":6""")]
    public async Task An_unreadable_row_is_counted_and_logged_and_not_retried(string row)
    {
        var answer = await InvokeAsync(Events.Analytics("""{"protocol":6,"packets":20}""", row));

        Assert.Equal("""{"records":[{"recordId":"record-0","result":"Ok"},{"recordId":"record-1","result":"Ok"}]}""", answer);
        Assert.Equal(20, CloudWatch.Sum("RejectedTcpPackets"));
        Assert.Equal(1, CloudWatch.Sum("UnreadableRecords"));
        Assert.Contains("record-1", Assert.Single(Context.Warnings));
        var counts = Context.Counts;
        Assert.Equal((2, 1, 1, 0), (Number("records_in"), Number("records_out"), Number("records_failed"), Number("records_sent_back")));

        int Number(string key) => counts.GetProperty(key).GetInt32();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"***\"")]
    public async Task A_record_without_data_is_unreadable(string data)
    {
        var json = JsonNode.Parse(Events.Analytics("""{"protocol":6,"packets":20}""", "", ""))!;
        json["records"]![1]!["data"] = JsonNode.Parse(data);
        json["records"]![2]!["data"] = JsonNode.Parse(data);

        await InvokeAsync(json.ToJsonString());

        Assert.Equal(20, CloudWatch.Sum("RejectedTcpPackets"));
        Assert.Equal(2, CloudWatch.Sum("UnreadableRecords"));
        Assert.Equal(2, Context.Warnings.Count());
        Assert.Single(CloudWatch.Calls);
    }

    [Fact]
    public async Task A_single_record_whose_values_are_refused_is_DeliveryFailed()
    {
        CloudWatch.NextFails();

        var answer = await InvokeAsync(Events.Analytics("""{"protocol":6,"packets":20}"""));

        Assert.Equal("""{"records":[{"recordId":"record-0","result":"DeliveryFailed"}]}""", answer);
    }

    [Theory]
    [InlineData("1970-01-01 00:00:00")]
    [InlineData("2026-11-11 12:19:59")]
    [InlineData("2026-11-25 14:20:01")]
    public async Task A_time_that_CloudWatch_refuses_fails_alone(string time)
    {
        CloudWatch.NextIsAccepted();
        CloudWatch.NextFails(400);

        var answer = await InvokeAsync(Events.Analytics(
            """{"protocol":6,"packets":20,"time":"2026-11-25 12:00:00"}""", $$"""{"protocol":6,"packets":1,"time":"{{time}}"}""",
            """{"protocol":6,"packets":3,"time":"2026-11-25 12:00:00"}"""));

        Assert.Equal(
            """{"records":[{"recordId":"record-0","result":"Ok"},{"recordId":"record-1","result":"DeliveryFailed"},{"recordId":"record-2","result":"Ok"}]}""",
            answer);
        Assert.Equal(23, CloudWatch.Sum("RejectedTcpPackets"));
    }

    [Fact]
    public async Task If_CloudWatch_accepts_nothing_every_record_is_DeliveryFailed()
    {
        CloudWatch.NextFails();

        var answer = await InvokeAsync(Events.Analytics("""{"protocol":6,"packets":20}""", "not json"));

        Assert.Equal("""{"records":[{"recordId":"record-0","result":"DeliveryFailed"},{"recordId":"record-1","result":"DeliveryFailed"}]}""", answer);
    }

    [Fact]
    public async Task If_one_of_several_calls_fails_exactly_its_records_are_DeliveryFailed()
    {
        // Each row makes at least two datums, so 1,200 rows need at least three calls.
        var rows = Enumerable.Range(0, 1200).Select(i => $$"""{"protocol":6,"packets":{{i}},"time":{{1795608000 - (900 * i)}}}""").ToArray();
        CloudWatch.NextIsAccepted();
        CloudWatch.NextFails();

        var answer = JsonNode.Parse(await InvokeAsync(Events.Analytics(rows)))!["records"]!.AsArray();

        Assert.InRange(CloudWatch.Requests, 3, 12);
        Assert.All(CloudWatch.Calls, call => Assert.InRange(call.Length, 1, 1000));
        Assert.Equal(Enumerable.Range(0, 1200).Select(i => $"record-{i}"), answer.Select(r => (string)r!["recordId"]!));
        var stored = CloudWatch.Datums.Where(d => d.Metric == "RejectedTcpPackets").Select(d => d.Value).ToHashSet();
        Assert.InRange(stored.Count, 1, 1199);
        Assert.All(answer.Index(), r => Assert.Equal(stored.Contains(r.Index) ? "Ok" : "DeliveryFailed", (string)r.Item!["result"]!));
    }

    [Fact]
    public async Task Records_that_share_windows_and_protocols_go_in_one_call()
    {
        var rows = Enumerable.Range(0, 3000).Select(i => $$"""{"protocol":{{i % 250}},"packets":1,"time":1795608000}""").ToArray();

        await InvokeAsync(Events.Analytics(rows));

        Assert.Single(CloudWatch.Calls);
        Assert.Equal(251, CloudWatch.Packets.Count());
        Assert.Equal(3000, CloudWatch.Sum("RejectedPackets"));
    }

    [Fact]
    public async Task A_record_with_more_values_than_a_call_accepts_is_unreadable()
    {
        var rows = string.Concat(Enumerable.Range(0, 501).Select(i => $$"""{"protocol":6,"packets":1,"time":{{1795608000 + 900 * i}}}"""));

        await InvokeAsync(Events.Analytics(rows));

        Assert.Equal(1, CloudWatch.Sum("UnreadableRecords"));
        Assert.Equal(0, CloudWatch.Sum("RejectedTcpPackets"));
    }

    [Fact]
    public async Task An_event_without_rows_is_answered_without_a_call()
    {
        Assert.Equal("""{"records":[]}""", await InvokeAsync(Events.Analytics()));
        Assert.Equal(0, CloudWatch.Requests);
    }
}
