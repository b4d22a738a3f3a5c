using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulator.Athena;
using Emulator.Template;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Web;

/// <summary>Adds the requests of the pages under <c>/api</c>. They answer JSON; an error is <c>{"error": "a sentence"}</c>.</summary>
sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    // Only what JSON itself needs is escaped: the answers are never HTML.
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds a request that answers JSON.</summary>
    public void Get(string path, Func<IQueryCollection, Task<JsonNode>> answer) =>
        routes.MapGet(path, http => GuardAsync(http, async () =>
            await WriteAsync(http, StatusCodes.Status200OK, await answer(http.Request.Query))));

    /// <summary>Adds a request that writes its own answer.</summary>
    public void Get(string path, Func<HttpContext, Task> answer) => routes.MapGet(path, http => GuardAsync(http, () => answer(http)));

    /// <summary>Adds a request with a body that writes its own answer.</summary>
    public void Post(string path, Func<HttpContext, Task> answer) => routes.MapPost(path, http => GuardAsync(http, () => answer(http)));

    /// <summary>Writes a JSON answer.</summary>
    public static Task WriteAsync(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(body.ToJsonString(Json), http.RequestAborted);
    }

    /// <summary>Writes an error.</summary>
    public static Task FailAsync(HttpContext http, int status, string sentence) =>
        WriteAsync(http, status, new JsonObject { ["error"] = sentence });

    static async Task GuardAsync(HttpContext http, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The browser no longer waits for the answer.
        }
        catch (Exception exception) when (
            exception is AthenaException or TemplateException or FormatException or JsonException or IOException or StackException)
        {
            if (http.Response.HasStarted)
                http.Abort();
            else
                await FailAsync(http, StatusCodes.Status400BadRequest, exception.Message);
        }
    }
}
