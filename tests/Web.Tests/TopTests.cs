using System.Net;
using System.Net.Sockets;
using Emulator.Template;
using Spectre.Console;
using Tool.Cli;
using Web.Filters;

namespace Web.Tests;

/// <summary>The view on a terminal, and errors of invalid calls.</summary>
public sealed class TopTests(ServedStack stack)
{
    static readonly TimeRange AllTime = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

    [Theory]
    [InlineData(80, 24)]
    [InlineData(50, 20)]
    [InlineData(40, 12)]
    [InlineData(200, 60)]
    public async Task The_view_fits_its_terminal(int width, int height)
    {
        var view = await TopView.ReadAsync(
            new StackView(new WebOptions { DataFolder = stack.DataFolder, LoadTemplate = () => StackTemplate.Load(stack.TemplateFile) }),
            FlowFilter.None, AllTime);
        var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = width;
        console.Write(view.Render(width, height));

        var lines = written.ToString().TrimEnd().Split('\n');
        Assert.True(lines.Length < height, written.ToString());
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.Contains("12,003 records", written.ToString(), StringComparison.Ordinal);
        Assert.Contains(lines, line =>
            line.Contains("<script>", StringComparison.Ordinal) || line.Contains("198.51.100.7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("${protocol} ${packets} ${action} ${start} ${end}", "6 7 REJECT 1793530000 1793530060")]
    [InlineData("${srcaddr} ${packets} ${action} ${start} ${end}", "10.0.0.1 7 REJECT 1793530000 1793530060")]
    [InlineData("${action} ${start} ${end}", "REJECT 1793530000 1793530060")]
    [InlineData("${version} ${start} ${end}", "2 1793530000 1793530060")]
    public async Task Records_without_some_fields_are_shown_with_the_others(string format, string record)
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-top-").FullName;
        await FlowLogsCommand.RunWithInputAsync($"{record}\n", "run", "-", "--format", format, "--data", folder);
        using var few = new StackView(new WebOptions { DataFolder = folder, LoadTemplate = () => StackTemplate.Load(stack.TemplateFile) });
        var view = await TopView.ReadAsync(few, FlowFilter.None, AllTime);
        var written = new StringWriter();
        view.WriteText(written);
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) })
            .Write(view.Render(80, 24));

        Assert.Contains("1 record, ", written.ToString(), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_rejected_protocol_is_shown_even_if_others_carry_more()
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-top-").FullName;
        string[] lines =
        [
            .. Enumerable.Range(1, 20).Select(protocol =>
            $"2 123456789010 eni-1 10.0.0.1 10.0.0.2 0 0 {protocol} 1000 42000 1793530000 1793530060 ACCEPT OK"),
            "2 123456789010 eni-1 10.0.0.1 10.0.0.2 0 0 132 1 42 1793530000 1793530060 REJECT OK",
        ];
        await FlowLogsCommand.RunWithInputAsync(string.Join('\n', lines), "run", "-", "--data", folder);

        Assert.Matches(@"\nSCTP +1 ", await FlowLogsCommand.RunAsync("top", "--data", folder, "--range", "all"));
        await using var server = await ServedStack.ServeAsync(folder, stack.TemplateFile);
        using var client = new HttpClient { BaseAddress = server.Url };
        Assert.Contains("\"rows\":[[\"132\",\"1\",\"1\"",
            await client.GetStringAsync("/api/overview/protocols", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--port", "x")]
    [InlineData("--port", "70000")]
    [InlineData("--bind", "here")]
    [InlineData("--ip-ranges", "/no/such/file")]
    [InlineData("--bind", "192.0.2.1")]
    public async Task An_invalid_call_is_one_sentence(string option, string value)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            FlowLogsCommand.RunAsync("serve", "--data", stack.DataFolder, option, value));

        Assert.Contains(value, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_an_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            FlowLogsCommand.RunAsync("serve", "--data", stack.DataFolder, "--port", port));

        Assert.Contains($"Port {port} of 127.0.0.1 is in use.", error.Message, StringComparison.Ordinal);
    }
}
