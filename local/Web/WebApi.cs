using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowLogs.Local.Athena;
using FlowLogs.Local.Template;
using FlowLogs.Local.Web.Dashboards;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowLogs.Local.Web;

/// <summary>What the page's script asks for: JSON under <c>/api</c>. An error is <c>{"error": "a sentence"}</c>.</summary>
static class WebApi
{
    // What is no HTML needs no escapes but JSON's own.
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder routes, StackView stack, CancellationToken stopping)
    {
        var editor = new QueryEditor(stack);
        var live = new LiveFeed(stack, stopping);
        Get("/api/stack", _ => StackAsync(stack));
        Get("/api/dashboard", query => DashboardAsync(stack, query));
        foreach (var panel in OverviewPanels.Names)
            Get($"/api/overview/{panel}", query => OverviewPanels.AnswerAsync(panel, stack, query));
        Get("/api/queries", _ => Task.FromResult<JsonNode>(editor.NamedQueries()));
        Get("/api/partitions", _ => Task.FromResult<JsonNode>(editor.Partitions()));
        routes.MapPost("/api/query", http => GuardAsync(http, () => editor.RunAsync(http)));
        routes.MapPost("/api/query.csv", http => GuardAsync(http, () => editor.DownloadAsync(http)));
        routes.MapGet("/api/live", live.SendAsync);
        routes.MapFallback(http => FailAsync(http, StatusCodes.Status404NotFound, $"There is no page {http.Request.Path}."));

        void Get(string path, Func<IQueryCollection, Task<JsonNode>> answer) =>
            routes.MapGet(path, http => GuardAsync(http, async () => await WriteAsync(http, StatusCodes.Status200OK, await answer(http.Request.Query))));
    }

    public static Task WriteAsync(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(body.ToJsonString(Json), http.RequestAborted);
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
            ["usualSeconds"] = (long)DashboardView.LengthOf(stack.Template).TotalSeconds,
        };
    }

    static async Task<JsonNode> DashboardAsync(StackView stack, IQueryCollection query)
    {
        var range = await ReadRangeAsync(stack, query);
        var body = await new DashboardView(stack).DrawAsync(range, FlowFilter.Read(query));
        body["from"] = range.From.ToUnixTimeSeconds();
        body["to"] = range.To.ToUnixTimeSeconds();
        return body;
    }

    public static async Task<TimeRange> ReadRangeAsync(StackView stack, IQueryCollection query)
    {
        var span = await DataSpan.FindAsync(stack);
        var asked = query.ContainsKey("range") || query.ContainsKey("from");
        return (asked ? null : DashboardView.FixedRange(stack.Template, span?.Newest ?? DateTimeOffset.UtcNow)) ?? TimeRange.Read(query, span, DashboardView.LengthOf(stack.Template));
    }

    static async Task GuardAsync(HttpContext http, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        catch (Exception exception) when (exception is AthenaException or TemplateException or FormatException or JsonException or IOException or Stack.StackException)
        {
            if (http.Response.HasStarted)
                http.Abort();
            else
                await FailAsync(http, StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    static Task FailAsync(HttpContext http, int status, string sentence) => WriteAsync(http, status, new JsonObject { ["error"] = sentence });
}
