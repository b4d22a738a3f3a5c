using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PartitionRegistrar.Tests;

/// <summary>
/// Athena and S3 on the loopback, as far as the function needs them: queries change a catalog of partitions, and keys can be listed. Athena
/// accepts only the syntax of its user guide.
/// </summary>
sealed partial class FakeAws : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly Lock _lock = new();
    readonly List<string> _queries = [];
    readonly Queue<(int Status, string Body)> _startErrors = [];
    readonly Queue<string> _ends = [];
    int _looks;

    FakeAws(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Registered partitions: their values in the order of the keys, and their locations.</summary>
    public SortedDictionary<string, string> Catalog { get; } = [];

    public SortedSet<string> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Statements in the order in which their queries started.</summary>
    public List<string> Statements => [.. _queries];

    public List<string> Stopped { get; } = [];

    public int Listings { get; private set; }

    /// <summary>The largest number of queries that ran at the same time.</summary>
    public int MostRunning { get; private set; }

    public int Running { get; private set; }

    public int PageSize { get; set; } = 1000;

    /// <summary>The body of answers to ListObjectsV2 instead of a list.</summary>
    public string? ListingBody { get; set; }

    /// <summary>The number of polls before a query has ended.</summary>
    public int LooksPerQuery { get; set; } = 2;

    /// <summary>The first query that never ends, counted from 1.</summary>
    public int? EndlessFrom { get; set; }

    /// <summary>Athena's answers to the first polls of each query, instead of its state.</summary>
    public IReadOnlyList<string> Looks { get; set; } = [];

    /// <summary>Whether Athena starts queries without returning an id.</summary>
    public bool ReturnsNoId { get; set; }

    /// <summary>Whether Athena refuses to return the state of a query.</summary>
    public bool RefusesState { get; set; }

    public static async Task<FakeAws> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var aws = new FakeAws(builder.Build());
        aws._app.Run(aws.Handle);
        await aws._app.StartAsync();
        return aws;
    }

    /// <summary>Makes the next attempts to start a query fail with this error.</summary>
    public void ThrottleStarts(int times)
    {
        for (var i = 0; i < times; i++)
            _startErrors.Enqueue((400, """{"__type":"TooManyRequestsException","message":"You have exceeded the limit"}"""));
    }

    /// <summary>Makes the next query end in this state, for this reason, and without any effect.</summary>
    public void EndNextAs(string state, string? reason) =>
        _ends.Enqueue($$"""{"State":"{{state}}","StateChangeReason":{{JsonSerializer.Serialize(reason)}}}""");

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    async Task Handle(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var (status, answer) = http.Request.Method == "GET" ? (200, List(http.Request))
            : Athena(http.Request.Headers["X-Amz-Target"]!, body);
        http.Response.StatusCode = status;
        http.Response.ContentType = http.Request.Method == "GET" ? "application/xml" : "application/x-amz-json-1.1";
        await http.Response.WriteAsync(answer);
    }

    (int Status, string Body) Athena(string target, string body)
    {
        lock (_lock)
        {
            var request = JsonElement.Parse(body);
            return target switch
            {
                "AmazonAthena.StartQueryExecution" when _startErrors.TryDequeue(out var error) => error,
                "AmazonAthena.StartQueryExecution" => (200, StartQuery(request)),
                "AmazonAthena.GetQueryExecution" when RefusesState =>
                    (400, """{"__type":"AccessDeniedException","message":"You are not authorized to perform: athena:GetQueryExecution"}"""),
                "AmazonAthena.GetQueryExecution" => (200, Look(request)),
                "AmazonAthena.StopQueryExecution" => (200, Stop(request)),
                _ => (400, """{"__type":"UnknownOperationException"}"""),
            };
        }
    }

    string StartQuery(JsonElement request)
    {
        Assert.Equal("vpc_flow_logs", request.GetProperty("QueryExecutionContext").GetProperty("Database").GetString());
        Assert.Equal("flows", request.GetProperty("WorkGroup").GetString());
        _queries.Add(request.GetProperty("QueryString").GetString()!);
        _looks = 0;
        Running++;
        MostRunning = Math.Max(MostRunning, Running);
        return ReturnsNoId ? "{}" : $$"""{"QueryExecutionId":"query-{{_queries.Count}}"}""";
    }

    string Look(JsonElement request)
    {
        Assert.Equal($"query-{_queries.Count}", request.GetProperty("QueryExecutionId").GetString());
        _looks++;
        if (_looks <= Looks.Count)
            return Looks[_looks - 1];
        if (_looks < LooksPerQuery || _queries.Count >= EndlessFrom)
            return Execution($$"""{"State":"{{(_looks == 1 ? "QUEUED" : "RUNNING")}}"}""");
        Running--;
        if (_ends.TryDequeue(out var end))
            return Execution(end);
        return Execution(CarryOut(_queries[^1]) is { } fault ? $$"""{"State":"FAILED","StateChangeReason":"{{fault}}"}""" : """{"State":"SUCCEEDED"}""");
    }

    static string Execution(string status) => $$$"""{"QueryExecution":{"Status":{{{status}}}}}""";

    string Stop(JsonElement request)
    {
        Stopped.Add(request.GetProperty("QueryExecutionId").GetString()!);
        Running--;
        return "{}";
    }

    string? CarryOut(string statement)
    {
        if (statement.Length > 262_144)
            return "The statement is too long";
        if (AddStatement.Match(statement) is { Success: true } add)
        {
            foreach (var (values, location) in add.Groups["values"].Captures.Zip(add.Groups["location"].Captures))
                Catalog.TryAdd(values.Value, location.Value);
            return null;
        }
        if (DropStatement.Match(statement) is { Success: true } drop)
        {
            foreach (Capture values in drop.Groups["values"].Captures)
                Catalog.Remove(values.Value);
            return null;
        }
        return "mismatched input";
    }

    string List(HttpRequest request)
    {
        lock (_lock)
        {
            Listings++;
            if (ListingBody is not null)
                return ListingBody;
            var query = HttpUtility.ParseQueryString(request.QueryString.Value!);
            Assert.Equal("/flow-bucket", request.Path.Value!.TrimEnd('/'));
            Assert.Equal("/", query["delimiter"]);
            var prefix = query["prefix"] ?? "";
            var after = query["continuation-token"] ?? "";
            var below = Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(key => key.IndexOf('/', prefix.Length) is var slash and >= 0 ? key[..(slash + 1)] : key)
                .Distinct().Where(name => string.CompareOrdinal(name, after) > 0).ToList();
            var page = below.Take(PageSize).ToList();
            var encode = query["encoding-type"] == "url" ? Uri.EscapeDataString : (Func<string, string>)(text => text);
            var truncated = below.Count > page.Count;
            return $"""
                <?xml version="1.0" encoding="UTF-8"?>
                <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>flow-bucket</Name><Prefix>{prefix}</Prefix>
                <KeyCount>{page.Count}</KeyCount><MaxKeys>{PageSize}</MaxKeys><Delimiter>/</Delimiter>
                <IsTruncated>{(truncated ? "true" : "false")}</IsTruncated>
                {(truncated ? $"<NextContinuationToken>{page[^1]}</NextContinuationToken>" : "")}
                {string.Concat(page.Select(name => name.EndsWith('/')
                    ? $"<CommonPrefixes><Prefix>{encode(name)}</Prefix></CommonPrefixes>"
                    : $"<Contents><Key>{encode(name)}</Key><Size>1</Size></Contents>"))}
                </ListBucketResult>
                """;
        }
    }

    [GeneratedRegex(
        @"\AALTER TABLE `vpc_flow_logs`\.`flow_logs` ADD IF NOT EXISTS" +
        @"(\s+PARTITION \(year='(?<values>\d{4}',month='\d\d',day='\d\d',hour='\d\d)'\) LOCATION '(?<location>s3://[a-z0-9/-]+/)')+\z")]
    private static partial Regex AddStatement { get; }

    [GeneratedRegex(
        @"\AALTER TABLE `vpc_flow_logs`\.`flow_logs` DROP IF EXISTS\s+" +
        @"PARTITION \(year='(?<values>\d{4}',month='\d\d',day='\d\d',hour='\d\d)'\)" +
        @"(,\s+PARTITION \(year='(?<values>\d{4}',month='\d\d',day='\d\d',hour='\d\d)'\))*\z")]
    private static partial Regex DropStatement { get; }
}
