using Microsoft.AspNetCore.Http;

namespace Faults.Tests;

/// <summary>A fault of an AWS service.</summary>
/// <param name="Name">The name in test results.</param>
/// <param name="Says">Words that the log or the error must contain; empty if a connection fault has no message.</param>
/// <param name="Misbehave">Sends the faulty answer in place of the service.</param>
/// <param name="HasEffect">Whether the service executes the call before the fault.</param>
sealed record Fault(string Name, string Says, Func<HttpContext, AwsCall, Task> Misbehave, bool HasEffect = false)
{
    /// <summary>Temporary faults of AWS services.</summary>
    public static readonly IReadOnlyList<Fault> Passing =
    [
        new("throttled", "Slow down", (http, call) => call.RefuseAsync(http, call.ThrottlingStatus, call.Throttling, "Slow down, please.")),
        new("500", "Not now", (http, call) => call.RefuseAsync(http, 500, call.InternalError, "Not now, please.")),
        new("503", "Not now", (http, call) => call.RefuseAsync(http, 503, "ServiceUnavailable", "Not now, please.")),
        new("connection reset", "", (http, _) => Reset(http)),
        new("connection reset half-way", "", (http, call) => HalfAsync(http, call)),
    ];

    /// <summary>Permanent faults, in addition to permanent <see cref="Passing"/> faults.</summary>
    public static readonly IReadOnlyList<Fault> Lasting =
    [
        new("silence", "", (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default)),
        new("a web page", "", (http, _) =>
            WriteAsync(http, 200, "text/html", "<!DOCTYPE html><html><body>Please log in to the network.<br></body></html>")),
        new("expired credentials", "expired", (http, call) =>
            call.RefuseAsync(http, 400, call.Expired, "The security token included in the request is expired")),
        new("no permission", "not authorized", (http, call) =>
            call.RefuseAsync(http, call.DeniedStatus, call.Denied, "The role is not authorized to do this")),
    ];

    /// <summary>The service has executed the call, and the answer is lost.</summary>
    public static readonly Fault AnswerLost = new("answer lost", "", (http, _) => Reset(http), HasEffect: true);

    public static Fault Find(string name) => Passing.Concat(Lasting).Append(AnswerLost).Single(fault => fault.Name == name);

    public static async Task WriteAsync(HttpContext http, int status, string type, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(body, http.RequestAborted);
    }

    static Task Reset(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    static async Task HalfAsync(HttpContext http, AwsCall call)
    {
        http.Response.ContentLength = 10_000;
        http.Response.ContentType = call.MediaType;
        await http.Response.WriteAsync(call.IsXml ? "<?xml version=\"1.0\"?><ListBucketResult><Name>bu" : "{\"QueryExecution",
            http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }
}
