namespace Template.Tests;

public sealed class LintTests
{
    [Fact]
    public async Task Cfn_lint_finds_nothing()
    {
        Assert.SkipUnless(Tool.IsOnPath("cfn-lint"), "cfn-lint is not on this machine's PATH (pip install cfn-lint)");

        var (exitCode, output, errors) = await Tool.RunAsync("cfn-lint", "--include-checks", "I", "--", StackTemplate.FileName);

        Assert.Equal((0, "", ""), (exitCode, output, errors));
    }
}
