using System.Globalization;
using System.Text.Json.Nodes;
using Emulator.Athena;
using Emulator.Template;
using Web.Filters;
using Microsoft.AspNetCore.Http;

namespace Web;

/// <summary>Answers the overview's panels with the rows of a query and the query itself.</summary>
static class OverviewPanels
{
    const int MostRows = 1000;

    public static void Map(ApiRoutes api, StackView stack)
    {
        api.Get("/api/overview/timeline", query => TimelineAsync(stack, query));
        foreach (var table in Overview.Tables)
            api.Get($"/api/overview/{table.Name}", async query => await TableAsync(table, stack, query));
        api.Get("/api/overview/tried", query => TriedAsync(stack, query));
    }

    /// <summary>Runs the queries of the first page, so that their answers are ready for the first request.</summary>
    public static async Task PrepareAsync(StackView stack, CancellationToken stopping)
    {
        try
        {
            await TimelineAsync(stack, QueryCollection.Empty);
            foreach (var table in Overview.Tables.TakeWhile(_ => !stopping.IsCancellationRequested))
                await TableAsync(table, stack, QueryCollection.Empty);
            if (!stopping.IsCancellationRequested)
                await TriedAsync(stack, QueryCollection.Empty);
        }
        catch (Exception exception) when (
            exception is AthenaException or TemplateException or FormatException or IOException or InvalidOperationException)
        {
            // The page shows the error on the first request.
        }
    }

    static async Task<JsonNode> TimelineAsync(StackView stack, IQueryCollection query)
    {
        var (overview, range) = await ReadAsync(stack, query);
        return await AnswerAsync(stack, overview.Timeline(), range);
    }

    static async Task<JsonObject> TableAsync(OverviewTable table, StackView stack, IQueryCollection query)
    {
        var (overview, range) = await ReadAsync(stack, query);
        var sort = query["sort"].ToString() is { Length: > 0 } wanted ? wanted : table.Sort;
        if (!table.IsColumn(sort))
            throw new FormatException($"Unknown column '{FilterText.Short(sort)}'. Sort by "
                + $"{string.Join(", ", table.Keys.Concat(table.Measures.Select(measure => measure.Name)))}.");
        var limit = RowLimit(query, Overview.Top);
        var panel = await AnswerAsync(stack, overview.Groups(table, sort, query["dir"] == "asc", limit), range);
        var rows = panel["rows"]!.AsArray();
        panel["sort"] = sort;
        panel["dir"] = query["dir"] == "asc" ? "asc" : "desc";
        panel["more"] = rows.Count == limit && limit < MostRows;
        return panel;
    }

    // A second request, because it takes as long as the table itself, whose sources it needs.
    static async Task<JsonNode> TriedAsync(StackView stack, IQueryCollection query)
    {
        var (overview, range) = await ReadAsync(stack, query);
        var sources = await TableAsync(Overview.RejectedSources, stack, query);
        var addresses = sources["rows"]!.AsArray().Select(row => row![0]!.ToString()).ToList();
        return addresses.Count == 0 ? sources : await AnswerAsync(stack, overview.RejectedPorts(addresses), range);
    }

    static async Task<(Overview Overview, TimeRange Range)> ReadAsync(StackView stack, IQueryCollection query)
    {
        var filter = FlowFilter.Read(query, stack.Fields);
        var range = await WebApi.ReadRangeAsync(stack, query);
        return (new Overview(stack.Engine.Table.Name, filter, range), range);
    }

    static async Task<JsonObject> AnswerAsync(StackView stack, string sql, TimeRange range)
    {
        var panel = ResultView.Of(await stack.Queries.AnswerAsync(sql), stack.Fields);
        panel["sql"] = sql;
        panel["bucket"] = range.Bucket;
        await WebApi.DescribeAsync(panel, stack, range);
        return panel;
    }

    static int RowLimit(IQueryCollection query, int usual) => query["limit"].ToString() is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= MostRows ? limit
        : throw new FormatException($"Invalid limit '{FilterText.Short(text)}'. Use 1 to {MostRows}.");
}
