namespace Template.Tests;

public sealed class LintTests
{
    /// <summary>One region of each partition; tests/long/lint checks all regions.</summary>
    [Theory]
    [InlineData(StackTemplate.FileName, "us-east-1", "cn-north-1", "us-gov-west-1")]
    [InlineData(StackTemplate.MemberFileName, "us-east-1", "cn-north-1", "us-gov-west-1")]
    public async Task Cfn_lint_finds_nothing(string file, params string[] regions)
    {
        Assert.SkipUnless(Tool.IsOnPath("cfn-lint"), "cfn-lint is not on this machine's PATH (pip install cfn-lint)");

        var (exitCode, output, errors) = await Tool.RunAsync("cfn-lint", ["--include-checks", "I", "--regions", .. regions, "--", file]);

        Assert.Equal((0, "", ""), (exitCode, output, errors));
    }
}
