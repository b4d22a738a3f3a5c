using System.Text.Json.Nodes;
using Emulator.Athena;
using Web.Findings;

namespace Web;

/// <summary>Answers the requests of the page Findings: the list, and the rows of each finding with the reason of muted rows.</summary>
static class FindingsApi
{
    static readonly ResultColumn[] Columns =
    [
        new("srcaddr", "varchar"), new("dstaddr", "varchar"), new("dstport", "varchar"), new("interface_id", "varchar"),
        new("first_seen", "varchar"), new("last_seen", "varchar"), new("records", "bigint"), new("detail", "varchar"),
        new("muted", "varchar"),
    ];

    public static void Map(ApiRoutes api, StackView stack)
    {
        api.Get("/api/findings", _ => Task.FromResult<JsonNode>(new JsonArray([.. Finding.All.Select(Describe)])));
        foreach (var finding in Finding.All)
            api.Get($"/api/findings/{finding.Name}", async query =>
                await AnswerAsync(stack, finding, await WebApi.ReadRangeAsync(stack, query)));
    }

    /// <summary>Returns the rows of one finding.</summary>
    public static async Task<IReadOnlyList<FindingRow>> RowsAsync(StackView stack, Finding finding, TimeRange range)
    {
        var answer = await stack.Queries.AnswerAsync(finding.Query.For(range.From, range.To));
        return [.. answer.Rows.Select(row => FindingRow.Of(finding, answer.Columns, row))];
    }

    /// <summary>Returns rows in the form of the page.</summary>
    public static JsonObject View(StackView stack, IEnumerable<FindingRow> rows)
    {
        var mutes = MutedFindings.InFolder(stack.DataFolder);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return ResultView.Of(Columns, [.. rows.Select(row => Cells(row, mutes.ReasonFor(row, today)))], stack.Fields);
    }

    static async Task<JsonNode> AnswerAsync(StackView stack, Finding finding, TimeRange range)
    {
        var answer = View(stack, await RowsAsync(stack, finding, range));
        answer["sql"] = finding.Query.For(range.From, range.To);
        answer["from"] = range.From.ToUnixTimeSeconds();
        answer["to"] = range.To.ToUnixTimeSeconds();
        return answer;
    }

    static JsonObject Describe(Finding finding) => new()
    {
        ["name"] = finding.Name,
        ["title"] = finding.Title,
        ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
        ["question"] = finding.Question,
        ["meaning"] = finding.Meaning,
        ["action"] = finding.Action,
        ["technique"] = finding.Technique,
        ["falsePositives"] = finding.FalsePositives,
        ["evidence"] = finding.Evidence,
    };

    static object?[] Cells(FindingRow row, string? muted) =>
    [
        row.Source, row.Destination, row.Port, row.Interface, row.FirstSeen.ToUnixTimeSeconds(), row.LastSeen.ToUnixTimeSeconds(),
        row.Records, row.Detail, muted,
    ];
}
