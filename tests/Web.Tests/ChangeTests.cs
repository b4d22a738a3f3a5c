using System.Net;
using System.Text.Json.Nodes;

namespace Web.Tests;

public sealed class ChangeTests(ServedStack stack) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-change-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_changed_template_appears_without_a_restart()
    {
        var template = Path.Combine(_folder, "template.yaml");
        File.Copy(stack.TemplateFile, template);
        await using var server = await ServedStack.ServeAsync(stack.DataFolder, template);
        using var client = new HttpClient { BaseAddress = server.Url };
        Assert.Contains("\"Totals now\"", await client.GetStringAsync("/api/dashboard", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        var text = await File.ReadAllTextAsync(template, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(template, text.Replace("Totals now", "What counts", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(template, DateTime.UtcNow.AddSeconds(1));

        Assert.Contains("\"What counts\"", await client.GetStringAsync("/api/dashboard", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(template, "Resources: [", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(template, DateTime.UtcNow.AddSeconds(2));
        using var broken = await client.GetAsync("/api/dashboard", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
    }

    [Theory]
    [InlineData("inherit", "1h", 900)]
    [InlineData("inherit", "30d", 900)]
    [InlineData("auto", "1h", 60)]
    [InlineData("auto", "24h", 300)]
    [InlineData("auto", "30d", 21_600)]
    public async Task The_periods_of_graphs_follow_periodOverride(string periodOverride, string range, int period)
    {
        var template = Path.Combine(_folder, "template.yaml");
        var text = await File.ReadAllTextAsync(stack.TemplateFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            template, text.Replace("\"periodOverride\": \"inherit\"", $"\"periodOverride\": \"{periodOverride}\"",
                StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await using var server = await ServedStack.ServeAsync(stack.DataFolder, template);
        using var client = new HttpClient { BaseAddress = server.Url };

        var dashboard = JsonNode.Parse(
            await client.GetStringAsync($"/api/dashboard?range={range}", TestContext.Current.CancellationToken))!;

        var graph = dashboard["widgets"]!.AsArray().Single(widget => widget!["title"]!.ToString() == "Rejected TCP packets")!;
        Assert.Equal(period, graph["series"]![0]!["period"]!.GetValue<int>());
    }

    public static TheoryData<string> ResourceTypes =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "template.yaml")).Select(line => line.Trim())
            .Where(line => line.StartsWith("Type: AWS::", StringComparison.Ordinal)).Distinct()];

    [Theory]
    [MemberData(nameof(ResourceTypes))]
    public async Task A_part_that_the_template_lacks_is_reported_in_a_sentence(string type)
    {
        var template = Path.Combine(_folder, "template.yaml");
        var text = await File.ReadAllTextAsync(stack.TemplateFile, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(template,
            text.Replace($"{type}\n", "Type: AWS::CloudFormation::WaitConditionHandle\n", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await using var server = await ServedStack.ServeAsync(stack.DataFolder, template);
        using var client = new HttpClient { BaseAddress = server.Url };

        foreach (var path in (string[])["stack", "dashboard", "queries", "partitions", .. Overview.Tables.Select(table => table.Name)
            .Append("timeline").Select(name => $"overview/{name}")])
        {
            using var answer = await client.GetAsync($"/api/{path}", TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode is HttpStatusCode.OK
                || (answer.StatusCode is HttpStatusCode.BadRequest && body.Contains("\"error\"", StringComparison.Ordinal)),
                $"{path}: {answer.StatusCode} {body}");
        }

        await using var live = await client.GetStreamAsync("/api/live", TestContext.Current.CancellationToken);
        using var lines = new StreamReader(live);
        Assert.StartsWith("data: ", await lines.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_records_is_served_with_instructions()
    {
        await using var server = await ServedStack.ServeAsync(_folder, stack.TemplateFile);
        using var client = new HttpClient { BaseAddress = server.Url };

        Assert.Contains("\"newest\":null", await client.GetStringAsync("/api/stack", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Contains("'flowlogs run'", (await client.GetStringAsync("/api/dashboard", TestContext.Current.CancellationToken))
            .Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"rows\":[]", await client.GetStringAsync("/api/overview/timeline", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_in_a_pipe_is_plain_text()
    {
        var text = await FlowLogsCommand.RunAsync("top", "--data", stack.DataFolder, "--range", "all");

        Assert.Contains("12,003 records", text, StringComparison.Ordinal);
        Assert.Contains("TCP", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }
}
