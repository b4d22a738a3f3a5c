using System.Text.Json.Nodes;
using Emulator.Athena;
using Microsoft.AspNetCore.Http;
using Web.Findings;

namespace Web;

/// <summary>Answers the requests of the page Findings: the list, and the rows of each finding with the reason of muted rows.</summary>
static class FindingsApi
{
    // The queries' own limit.
    const int MostRows = 100;

    static readonly ResultColumn[] Columns =
    [
        new("srcaddr", "varchar"), new("dstaddr", "varchar"), new("dstport", "varchar"), new("interface_id", "varchar"),
        new("first_seen", "varchar"), new("last_seen", "varchar"), new("records", "bigint"), new("detail", "varchar"),
        new("muted", "varchar"), new("evidence", "varchar"),
    ];

    public static void Map(ApiRoutes api, StackView stack)
    {
        api.Get("/api/findings", _ => Task.FromResult<JsonNode>(new JsonArray([.. Finding.All.Select(Describe)])));
        api.Get("/api/findings/open", http => CountAsync(stack, http));
        foreach (var finding in Finding.All)
            api.Get($"/api/findings/{finding.Name}", async query =>
                await AnswerAsync(stack, finding, await WebApi.ReadRangeAsync(stack, query)));
    }

    /// <summary>Returns rows in the form of the page.</summary>
    public static JsonObject View(StackView stack, IEnumerable<FindingRow> rows, TimeRange range)
    {
        var mutes = MutedFindings.InFolder(stack.DataFolder);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return ResultView.Of(Columns, [.. rows.Select(row => Cells(row, mutes.ReasonFor(row, today), range.To))], stack.Fields);
    }

    // One query after another, so that the page's own queries need not wait, and none once the browser has gone.
    static async Task CountAsync(StackView stack, HttpContext http)
    {
        var range = await WebApi.ReadRangeAsync(stack, http.Request.Query);
        var mutes = MutedFindings.InFolder(stack.DataFolder);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var open = Enum.GetValues<FindingSeverity>().ToDictionary(severity => severity, _ => 0);
        var isCut = false;
        using var findings = stack.Findings.Open(range);
        foreach (var finding in Finding.All)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            var rows = await findings.RowsAsync(finding);
            open[finding.Severity] += rows.Count(row => mutes.ReasonFor(row, today) is null);
            isCut |= rows.Count == MostRows;
        }

        await ApiRoutes.WriteAsync(http, StatusCodes.Status200OK, new JsonObject
        {
            ["open"] = new JsonObject(open.Reverse().Select(severity =>
                KeyValuePair.Create(severity.Key.ToString().ToLowerInvariant(), (JsonNode?)severity.Value))),
            ["more"] = isCut,
        });
    }

    static async Task<JsonNode> AnswerAsync(StackView stack, Finding finding, TimeRange range)
    {
        using var findings = stack.Findings.Open(range);
        var answer = View(stack, await findings.RowsAsync(finding), range);
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
    };

    static object?[] Cells(FindingRow row, string? muted, DateTimeOffset end) =>
    [
        row.Source, row.Destination, row.Port, row.Interface, row.FirstSeen.ToUnixTimeSeconds(), row.LastSeen.ToUnixTimeSeconds(),
        row.Records, row.Detail, muted, row.Finding.Evidence.QueryFor(row, end),
    ];
}
