using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Aws.Tests;
using AwsSdk.Tests;
using FlowLogs.Tests;

namespace MetricPublisher.Tests;

/// <summary>Invokes the built executable with the sample events, with a Runtime API and a CloudWatch endpoint on the loopback.</summary>
public sealed class ExecutableTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [Theory]
    [InlineData("kinesis-tumbling-window", """
        "1":"4","6":"20","17":"3","58":"1"
        """, "")]
    [InlineData("kinesis-tumbling-window-final", """{"state":{},"batchItemFailures":[]}""",
        "RejectedTcpPackets=22 ICMP=4 TCP=22 UDP=3 ICMPv6=1")]
    [InlineData("kda-output",
        """{"records":[{"recordId":"49572672223665514422805246926656954630972486059535892480","result":"Ok"},{"recordId":"49572672223665514422805246926656954630972486059535892481","result":"Ok"},{"recordId":"49572672223665514422805246926656954630972486059535892482","result":"Ok"}]}""",
        "RejectedTcpPackets=22 ICMP=4 TCP=22 UDP=3")]
    public async Task Each_sample_event_gives_its_documented_response_and_values(string sample, string response, string values)
    {
        await using var cloudWatch = await StoredMetrics.StartAsync();
        await using var api = await FakeRuntimeApi.StartAsync();
        using var function = Start(api, cloudWatch.Url);

        var answer = await api.InvokeAsync("id-1", await Sample(sample));

        Assert.Contains(response, answer.Text);
        Assert.Equal(values, string.Join(' ',
            cloudWatch.Packets.Select(d => $"{d.Dimensions.Split("Protocol=").ElementAtOrDefault(1) ?? d.Metric}={d.Value}")));
        Assert.All(cloudWatch.Datums, d => Assert.Equal(("Samples", Events.WindowStart), (d.Namespace, d.Timestamp)));
    }

    [Fact]
    public async Task Each_invocation_logs_its_counts_and_a_warning_for_each_unreadable_record()
    {
        await using var cloudWatch = await StoredMetrics.StartAsync();
        await using var api = await FakeRuntimeApi.StartAsync();
        using var function = Start(api, cloudWatch.Url, ("POWERTOOLS_SERVICE_NAME", "samples"),
            ("AWS_LAMBDA_FUNCTION_NAME", "samples-metric-publisher"));

        await api.InvokeAsync("id-1",
            Events.Window([Events.Rejects(Events.Line(packets: 7)), Encoding.UTF8.GetBytes("}\n{\"level\":\"Error\"}")], final: true));
        await api.InvokeAsync("id-2", Events.Analytics("""{"protocol":6,"packets":20}""", """{"protocol":"\n{\"level\":\"Error\"}\n and forty letters more than one would want","packets":1}"""));

        var lines = function.LinesAtEnd().Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(["Warning", "Information", "Warning", "Information"], lines.Select(line => line.GetProperty("level").GetString()));
        Assert.Equal(["id-1", "id-1", "id-2", "id-2"], lines.Select(line => line.GetProperty("function_request_id").GetString()));
        Assert.Equal([true, true, false, false], lines.Select(line => line.GetProperty("cold_start").GetBoolean()));
        Assert.All(lines, line => Assert.Equal(("samples", "samples-metric-publisher"),
            (line.GetProperty("service").GetString(), line.GetProperty("function_name").GetString())));
        Assert.Equal([$"2 1 1 {cloudWatch.Calls[0].Length}", "2 1 1 0"],
            new[] { (lines[1], "metrics_out"), (lines[3], "records_sent_back") }.Select(item =>
            string.Join(' ', new[] { "records_in", "records_out", "records_failed", item.Item2 }.Select(key =>
                item.Item1.GetProperty(key).GetInt32()))));
        Assert.Equal("The data is not gzip.", lines[0].GetProperty("reason").GetString());
        Assert.Equal("record-1", lines[2].GetProperty("record_id").GetString());
        Assert.DoesNotContain("would want", lines[2].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_failed_publish_fails_its_invocation_and_the_next_succeeds()
    {
        await using var cloudWatch = await StoredMetrics.StartAsync();
        await using var api = await FakeRuntimeApi.StartAsync();
        using var function = Start(api, cloudWatch.Url);
        cloudWatch.NextFails(400);

        var error = await api.InvokeAsync("id-1", await Sample("kinesis-tumbling-window-final"));
        var answer = await api.InvokeAsync("id-2", await Sample("kinesis-tumbling-window-final"));

        Assert.EndsWith("/error", error.Path);
        Assert.Contains("not now", error.Text);
        Assert.EndsWith("/response", answer.Path);
    }

    [Fact]
    public async Task An_invalid_environment_is_an_initialization_error_that_names_every_variable()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        using var function = Start(api, "http://127.0.0.1:9", ("METRIC_NAMESPACE", ""), ("STACK_NAME", ""));

        await function.Process.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);
        var error = BuiltFunction.HasOfficialPackages
            ? string.Join('\n', function.LinesAtEnd())
            : (await api.InitError.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken)).Text;

        Assert.Contains("METRIC_NAMESPACE is not set", error);
        Assert.Contains("STACK_NAME is not set", error);
        Assert.NotEqual(0, function.Process.ExitCode);
    }

    [Theory]
    [InlineData("HandleWindowAsync", "ANNOTATIONS_HANDLER is 'HandleWindowAsync'")]
    [InlineData("", "ANNOTATIONS_HANDLER is not set")]
    public async Task An_unknown_handler_name_is_an_initialization_error_that_lists_the_handlers(string name, string expected)
    {
        BuiltFunction.RequireStandIns();
        await using var api = await FakeRuntimeApi.StartAsync();
        using var function = Start(api, "http://127.0.0.1:9", ("ANNOTATIONS_HANDLER", name));

        var error = await api.InitError.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);
        await function.Process.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);

        Assert.Contains($"{expected}. It must name a handler of this function: HandleAsync.", JsonElement.Parse(error.Body)
            .GetProperty("errorMessage").GetString());
        Assert.NotEqual(0, function.Process.ExitCode);
    }

    [Fact]
    public async Task Published_values_read_back_from_moto_with_GetMetricStatistics()
    {
        moto.Require();
        await using var api = await FakeRuntimeApi.StartAsync();
        using var function = Start(api, moto.Url);

        await api.InvokeAsync("id-1", await Sample("kinesis-tumbling-window-final"));

        async Task<string> Sum(string metric, string? protocol)
        {
            var query = $"Action=GetMetricStatistics&Version=2010-08-01&Namespace=Samples&MetricName={metric}&StartTime=2026-11-25T12:00:00Z&EndTime=2026-11-25T12:15:00Z"
                + "&Period=900&Statistics.member.1=Sum&Dimensions.member.1.Name=StackName&Dimensions.member.1.Value=samples"
                + (protocol is null ? "" : $"&Dimensions.member.2.Name=Protocol&Dimensions.member.2.Value={protocol}");
            var answer = XDocument.Parse(await moto.Ask("monitoring", null, query));
            return answer.Descendants().Single(e => e.Name.LocalName == "Sum").Value;
        }

        Assert.Equal(22, double.Parse(await Sum("RejectedTcpPackets", null)));
        Assert.Equal(22, double.Parse(await Sum("RejectedPackets", "TCP")));
        Assert.Equal(3, double.Parse(await Sum("RejectedPackets", "UDP")));
        Assert.Equal(1, double.Parse(await Sum("RejectedPackets", "ICMPv6")));
    }

    static Task<string> Sample(string name) =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, "events", name + ".json"), Xunit.TestContext.Current.CancellationToken);

    static Running Start(FakeRuntimeApi api, string cloudWatch, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(BuiltFunction.PathOf("MetricPublisher"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in new[]
            {
                ("AWS_LAMBDA_RUNTIME_API", api.Endpoint), ("AWS_ENDPOINT_URL", cloudWatch), ("AWS_REGION", "eu-central-1"),
                ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_EC2_METADATA_DISABLED", "true"),
                ("ANNOTATIONS_HANDLER", "HandleAsync"), ("METRIC_NAMESPACE", "Samples"), ("STACK_NAME", "samples"), ("FLOW_LOG_FORMAT", ""),
            }.Concat(variables))
        {
            start.Environment[name] = value;
        }
        return new Running(Process.Start(start)!);
    }

    /// <summary>A started function, ended with the test.</summary>
    sealed class Running : IDisposable
    {
        readonly List<string> _output = [];

        public Running(Process process)
        {
            Process = process;
            process.OutputDataReceived += (_, line) => Keep(line.Data);
            process.ErrorDataReceived += (_, line) => Keep(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public Process Process { get; }

        /// <summary>Ends the function and returns all lines that it wrote.</summary>
        public List<string> LinesAtEnd()
        {
            BuiltFunction.End(Process);
            // Without a time limit, WaitForExit also waits for the end of the output.
            Process.WaitForExit();
            return _output;
        }

        void Keep(string? line)
        {
            if (line is not null)
                lock (_output)
                    _output.Add(line);
        }

        public void Dispose()
        {
            BuiltFunction.End(Process);
            Process.Dispose();
        }
    }
}
