using System.Text.RegularExpressions;
using Emulator.Athena;
using FlowLogs.Tests;

namespace Emulator.Tests.Athena.Dialect;

/// <summary>Evaluates expressions of Trino's documentation and tests, and compares the stated results (<c>cases.tsv</c>).</summary>
public sealed partial class DocumentedCasesTests : IDisposable
{
    // Many expressions share a query, because a query costs some milliseconds.
    const int Together = 25;

    readonly TestTable _table = new();

    [Fact]
    public void A_documented_expression_has_its_result_or_is_refused_by_name()
    {
        var cases = Cases();
        var (equal, refused, wrong) = (0, 0, new List<string>());
        foreach (var chunk in cases.Chunk(Together))
        {
            foreach (var (expression, expected, actual) in chunk.Zip(Answers(chunk), (one, actual) =>
                (one.Expression, one.Expected, actual)))
            {
                if (actual == expected)
                    equal++;
                else if (Refusal.IsMatch(actual))
                    refused++;
                else
                    wrong.Add($"{expression} is {expected}, but was {actual}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{cases.Count} documented expressions: {equal} equal, {refused} refused by name, {wrong.Count} wrong");
        Assert.Empty(wrong);
        Assert.True(cases.Count >= 1000 && equal >= 930, $"{equal} of {cases.Count} cases are equal");
    }

    /// <summary>Evaluates all in one query; if one fails, each in its own query.</summary>
    IEnumerable<string> Answers((string Expression, string Expected)[] cases)
    {
        try
        {
            return [.. _table.Rows($"SELECT {string.Join(", ", cases.Select(one => one.Expression))}")[0].Select(value =>
                ResultText.Of(value) ?? "NULL")];
        }
        catch (AthenaException)
        {
            return cases.Select(one => Answer(one.Expression));
        }
    }

    string Answer(string expression)
    {
        try
        {
            return _table.Value($"SELECT {expression}") ?? "NULL";
        }
        catch (AthenaException exception)
        {
            return exception.Message;
        }
    }

    static List<(string Expression, string Expected)> Cases() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "Emulator.Tests", "Athena", "Dialect", "cases.tsv"))
            .Where(line => line.Contains('\t'))
            .Select(line => line.Split('\t'))
            .Select(parts => (parts[0], parts[1]))];

    public void Dispose() => _table.Dispose();

    [GeneratedRegex(@"^NOT_SUPPORTED: (?!This machine)")]
    private static partial Regex Refusal { get; }
}
