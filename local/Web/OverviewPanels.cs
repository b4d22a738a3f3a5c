using System.Text.Json.Nodes;
using Emulator.Athena;
using Emulator.Template;
using Microsoft.AspNetCore.Http;
using Web.Dashboards;

namespace Web;

/// <summary>The overview's panels; each is a query's rows, and the query beside them.</summary>
static class OverviewPanels
{
    public static readonly string[] Names = ["timeline", "talkers", "receivers", "rejected", "protocols", "ports", "interfaces"];

    public static void Map(ApiRoutes api, StackView stack)
    {
        foreach (var name in Names)
            api.Get($"/api/overview/{name}", query => AnswerAsync(name, stack, query));
    }

    /// <summary>Runs the queries of the first page, so that their answers are ready when a browser asks.</summary>
    public static Task PrepareAsync(StackView stack, CancellationToken stopping) => TryAsync(async () =>
    {
        foreach (var name in Names.TakeWhile(_ => !stopping.IsCancellationRequested))
            await AnswerAsync(name, stack, QueryCollection.Empty);
        await new DashboardView(stack).DrawAsync(await WebApi.ReadRangeAsync(stack, QueryCollection.Empty), FlowFilter.None);
    });

    static async Task TryAsync(Func<Task> prepare)
    {
        try
        {
            await prepare();
        }
        catch (Exception exception) when (exception is AthenaException or TemplateException or FormatException or IOException or InvalidOperationException)
        {
            // Whoever looks is told.
        }
    }

    public static async Task<JsonNode> AnswerAsync(string name, StackView stack, IQueryCollection query)
    {
        var range = await WebApi.ReadRangeAsync(stack, query);
        var filter = FlowFilter.Read(query);
        var overview = new Overview(stack.Engine.Table.Name, filter, range);
        var sql = overview.Of(name);
        var answer = await stack.Queries.AnswerAsync(sql);
        var panel = ResultView.Of(answer, stack.Addresses);
        panel["sql"] = answer.Sql;
        panel["from"] = range.From.ToUnixTimeSeconds();
        panel["to"] = range.To.ToUnixTimeSeconds();
        panel["bucket"] = range.Bucket;
        if (name == "rejected" && answer.Rows.Count > 0)
            panel["tried"] = ResultView.Of(await TriedAsync(answer.Rows.Select(row => (string)row[0]!).ToList()), stack.Addresses);
        return panel;

        Task<QueryAnswer> TriedAsync(List<string> sources) => stack.Queries.AnswerAsync(overview.RejectedPorts(sources));
    }
}
