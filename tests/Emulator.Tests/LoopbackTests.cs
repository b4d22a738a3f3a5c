using System.Net;
using Emulator.Lambda;
using Emulator.Template;
using Microsoft.AspNetCore.Http;

namespace Emulator.Tests;

/// <summary>Loopback services answer programs of this machine and refuse pages of its browsers.</summary>
public sealed class LoopbackTests
{
    [Theory]
    [InlineData("127.0.0.1", null, null, true)]
    [InlineData("localhost:81", null, null, true)]
    [InlineData("[::1]:81", null, null, true)]
    [InlineData("rebound.example", null, null, false)]
    [InlineData("127.0.0.1.example", null, null, false)]
    [InlineData("192.0.2.1", null, null, false)]
    [InlineData("", null, null, false)]
    [InlineData("127.0.0.1", "Origin", "https://other.example", false)]
    [InlineData("127.0.0.1", "Sec-Fetch-Site", "cross-site", false)]
    public void A_page_is_recognized_by_its_host_or_its_browsers_headers(string host, string? header, string? value, bool isProgram)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new HostString(host);
        if (header is not null)
            http.Request.Headers[header] = value;

        Assert.Equal(isProgram, Loopback.IsFromProgram(http.Request));
    }

    [Fact]
    public async Task Every_service_of_the_stack_refuses_a_page()
    {
        var folder = Directory.CreateTempSubdirectory("loopback-");
        try
        {
            var template = StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
            await using var services = await LocalServices.StartAsync(template, folder.FullName, _ =>
                { }, TestContext.Current.CancellationToken);
            await using var api = await RuntimeApi.StartAsync("arn", TestContext.Current.CancellationToken);
            using var client = new HttpClient();
            foreach (var url in services.Environment.Values.Append($"http://{api.Endpoint}/2018-06-01/runtime/invocation/next"))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Host = "rebound.example" } };
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
