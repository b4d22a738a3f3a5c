using System.Net;
using System.Text.Json.Nodes;

namespace Web.Tests;

/// <summary>Requests that the server refuses as wrong.</summary>
static class RefusedRequest
{
    /// <summary>Returns the error of a request that the server answers with status 400.</summary>
    public static async Task<string> ErrorAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!.ToString();
    }
}
