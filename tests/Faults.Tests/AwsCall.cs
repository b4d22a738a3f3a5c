using Microsoft.AspNetCore.Http;

namespace Faults.Tests;

/// <summary>An operation that a function calls, with the error format of its service ("Common Errors" of each API reference).</summary>
sealed record AwsCall(string Name)
{
    public string Throttling { get; init; } = "ThrottlingException";

    public string InternalError { get; init; } = "InternalServerException";

    public bool IsXml { get; init; }

    public int ThrottlingStatus => IsXml ? 503 : 400;

    public string Expired => IsXml ? "ExpiredToken" : "ExpiredTokenException";

    public string Denied => IsXml ? "AccessDenied" : "AccessDeniedException";

    public int DeniedStatus => IsXml ? 403 : 400;

    public string MediaType => IsXml ? "application/xml" : "application/x-amz-json-1.1";

    public static readonly AwsCall PutRecordBatch = new("PutRecordBatch") { InternalError = "InternalFailure" };
    public static readonly AwsCall PutMetricData = new("PutMetricData") { InternalError = "InternalServiceFault" };
    public static readonly AwsCall StartQueryExecution = new("StartQueryExecution") { Throttling = "TooManyRequestsException" };
    public static readonly AwsCall GetQueryExecution = new("GetQueryExecution") { Throttling = "TooManyRequestsException" };
    public static readonly AwsCall StopQueryExecution = new("StopQueryExecution") { Throttling = "TooManyRequestsException" };
    public static readonly AwsCall ListObjectsV2 =
        new("ListObjectsV2") { IsXml = true, Throttling = "SlowDown", InternalError = "InternalError" };

    static readonly IReadOnlyList<AwsCall> All =
        [PutRecordBatch, PutMetricData, StartQueryExecution, GetQueryExecution, StopQueryExecution, ListObjectsV2];

    /// <summary>Returns the call of a request.</summary>
    public static AwsCall Of(HttpRequest request) =>
        Find(request.Method == "GET" ? "ListObjectsV2" : request.Headers["X-Amz-Target"].ToString().Split('.')[^1]);

    public static AwsCall Find(string name) => All.Single(call => call.Name == name);

    public Task RefuseAsync(HttpContext http, int status, string code, string message) => Fault.WriteAsync(
        http, status, MediaType,
        IsXml ? $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>" : $$"""{"__type":"{{code}}","message":"{{message}}"}""");
}
