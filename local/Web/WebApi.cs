using System.Text.Json.Nodes;
using Web.Dashboards;
using Web.Filters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Web;

/// <summary>Maps the requests of the pages.</summary>
static class WebApi
{
    const string Root = "/api";

    public static void Map(IEndpointRouteBuilder routes, StackView stack, CancellationToken stopping)
    {
        var api = new ApiRoutes(routes);
        api.Get($"{Root}/stack", _ => StackAsync(stack));
        api.Get($"{Root}/dashboard", query => DashboardAsync(stack, query));
        api.Get($"{Root}/live", new LiveFeed(stack, stopping).SendAsync);
        new FilterHelp(stack).Map(api);
        OverviewPanels.Map(api, stack);
        FindingsApi.Map(api, stack);
        AlarmsApi.Map(api, stack);
        Changes.Map(api, stack);
        Entity.Map(api, stack);
        TrafficMap.Map(api, stack);
        new RecordPages(stack).Map(api);
        new QueryEditor(stack).Map(api);
    }

    /// <summary>Answers an unknown address.</summary>
    public static Task NotFoundAsync(HttpContext http) => http.Request.Path.StartsWithSegments(Root)
        ? ApiRoutes.FailAsync(http, StatusCodes.Status404NotFound, $"Unknown request {http.Request.Path}.")
        : EmbeddedPages.NotFoundAsync(http);

    /// <summary>Reads the time range of a request.</summary>
    /// <exception cref="FormatException">The range is invalid.</exception>
    public static async Task<TimeRange> ReadRangeAsync(StackView stack, IQueryCollection query)
    {
        var span = await DataSpan.FindAsync(stack);
        return TimeRange.Read(query, span, DashboardView.LengthOf(stack.Template));
    }

    /// <summary>Adds the time range of an answer, and the time range of the stored records.</summary>
    public static async Task DescribeAsync(JsonObject answer, StackView stack, TimeRange range)
    {
        answer["from"] = range.From.ToUnixTimeSeconds();
        answer["to"] = range.To.ToUnixTimeSeconds();
        answer["newest"] = (await DataSpan.FindAsync(stack))?.Newest.ToUnixTimeSeconds();
    }

    static async Task<JsonNode> StackAsync(StackView stack)
    {
        var span = await DataSpan.FindAsync(stack);
        var table = stack.Engine.Table;
        return new JsonObject
        {
            ["table"] = $"{table.Database}.{table.Name}",
            ["data"] = stack.DataFolder,
            ["template"] = stack.Template.File,
            ["newest"] = span?.Newest.ToUnixTimeSeconds(),
            ["first"] = span?.First.ToUnixTimeSeconds(),
            ["columns"] = new JsonArray([.. table.Columns.Select(column => new JsonObject
            {
                ["name"] = column.Name, ["type"] =
                    column.Type, ["meaning"] = ColumnMeanings.Of(column.Name), ["field"] = stack.Fields.FieldOf(column.Name),
            })]),
            ["usualSeconds"] = (long)DashboardView.LengthOf(stack.Template).TotalSeconds,
        };
    }

    static async Task<JsonNode> DashboardAsync(StackView stack, IQueryCollection query)
    {
        var range = await ReadRangeAsync(stack, query);
        var body = await new DashboardView(stack).DrawAsync(range, FlowFilter.Read(query, stack.Fields));
        await DescribeAsync(body, stack, range);
        return body;
    }
}
