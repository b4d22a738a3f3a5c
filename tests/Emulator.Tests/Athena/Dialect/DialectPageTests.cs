using Emulator.Athena.Dialect;
using FlowLogs.Tests;

namespace Emulator.Tests.Athena.Dialect;

public sealed class DialectPageTests
{
    static readonly string PagePath = Path.Combine(Repository.Root, "docs", "athena-sql.md");

    [Fact]
    public void The_page_matches_the_table_of_functions()
    {
        if (Environment.GetEnvironmentVariable("FLOWLOGS_WRITE_PAGES") == "1")
            File.WriteAllText(PagePath, DialectPage.Text());
        Assert.Equal(File.ReadAllText(PagePath), DialectPage.Text());
    }

    [Fact]
    public void A_name_is_either_supported_or_refused()
    {
        foreach (var function in FunctionTable.All.GroupBy(entry => entry.Name))
            Assert.True(function.Select(entry => entry.IsMissing).Distinct().Count() == 1, function.Key);
    }
}
