using System.Net;
using System.Net.Sockets;

namespace Web.Tests;

public sealed class GuardTests(ServedStack stack)
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("rebound.example", false)]
    [InlineData("127.0.0.1.rebound.example", false)]
    [InlineData("localhost.rebound.example", false)]
    [InlineData("192.168.1.10", false)]
    public async Task A_host_other_than_the_loopback_is_refused(string host, bool isOurs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stack");
        request.Headers.Host = $"{host}:{stack.Url.Port}";
        using var answer = await stack.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(isOurs ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_request_from_another_sites_page_is_refused(string header, string value)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/query"), (HttpMethod.Post, "/api/query.csv"),
            (HttpMethod.Get, "/api/stack") })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add(header, value);
            using var answer = await stack.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dashboard")]
    [InlineData("/app.js")]
    [InlineData("/api/stack")]
    [InlineData("/nothing")]
    public async Task Every_answer_forbids_foreign_scripts_and_styles(string path)
    {
        using var answer = await stack.Client.GetAsync(path, TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task By_default_the_server_listens_only_on_the_loopback()
    {
        Assert.Equal("127.0.0.1", stack.Url.Host);
        // Another address of this machine, at which a server on all addresses would answer.
        using var other = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() =>
            other.ConnectAsync(IPAddress.Parse("127.0.0.2"), stack.Url.Port, TestContext.Current.CancellationToken).AsTask());
    }
}
