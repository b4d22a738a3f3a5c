using System.Text.RegularExpressions;
using Emulator.Athena;
using Emulator.Template;
using FlowLogs.Tests;
using Web.Findings;

namespace Tool.Tests.Docs;

/// <summary>Runs every SQL statement of the template, the documents and the findings: Athena must not refuse any.</summary>
public sealed partial class DocumentedSqlTests
{
    static readonly StackTemplate Template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));

    public static TheoryData<string, string> Statements
    {
        get
        {
            var statements = new TheoryData<string, string>();
            foreach (var query in NamedQueryResource.All(Template))
                statements.Add(query.Name, query.QueryString);
            foreach (var finding in Finding.All)
                statements.Add(finding.Name, finding.Query.ForLastDay());
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Append(Path.Combine(Repository.Root, "README.md")))
            {
                var text = File.ReadAllText(file);
                foreach (var match in Blocks.Matches(text).Concat(Commands.Matches(text)))
                    statements.Add($"{Path.GetFileName(file)} at {match.Index}",
                        match.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal));
            }

            return statements;
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_of_this_repository_runs(string place, string sql)
    {
        var folder = Directory.CreateTempSubdirectory("flowlogs-test-");
        try
        {
            Assert.NotEmpty(place);
            using var result = FlowLogTable.Engine(Template, folder.FullName).Query(sql, TestContext.Current.CancellationToken);
            while (result.Read())
            {
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks { get; }

    [GeneratedRegex(@"(?:flowlogs|--) query(?: --\w+ \S+)* ""((?:[^""\\]|\\.)+)""")]
    private static partial Regex Commands { get; }
}
