using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>Completions at the Tab key.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("flowlogs met", "metrics")]
    [InlineData("flowlogs ", "run")]
    [InlineData("flowlogs ", "serve")]
    [InlineData("flowlogs query --da", "--data")]
    [InlineData("flowlogs generate --", "--seed")]
    [InlineData("flowlogs completion ", "bash")]
    public async Task Valid_next_words_are_suggested(string line, string suggestion)
    {
        using var here = new Sandbox();

        var outcome = await here.RunAsync($"[suggest:{line.Length}]", line);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(suggestion, outcome.Output.Split('\n', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Bash_completes_with_its_script()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no bash.");
        using var here = new Sandbox();
        var script = """
            source <(flowlogs completion bash)
            COMP_LINE="flowlogs gen"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(flowlogs gen); COMP_CWORD=1
            _flowlogs
            echo "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = Sandbox.SearchPath;
        using var bash = Processes.Start(start);

        Assert.Equal("generate", (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim());
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete -c flowlogs")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Each_shell_has_a_script(string shell, string part)
    {
        using var here = new Sandbox();

        Assert.Contains(part, (await here.RunAsync("completion", shell)).Output, StringComparison.Ordinal);
    }
}
