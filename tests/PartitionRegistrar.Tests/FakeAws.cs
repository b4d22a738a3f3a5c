using System.Text.Json;
using Emulator;
using Emulator.Athena;
using Emulator.S3;
using Microsoft.AspNetCore.Http;

namespace PartitionRegistrar.Tests;

/// <summary>The emulator's S3, and an Athena whose queries change a catalog of partitions.</summary>
/// <remarks>
/// Athena is not the emulator's, except for its syntax: the tests need queries that fail, wait or never end, in an order that they choose.
/// </remarks>
sealed class FakeAws : IAsyncDisposable
{
    const int LargestRequest = 1024 * 1024;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowlogs-registrar-");
    readonly Lock _lock = new();
    readonly List<string> _queries = [];
    readonly Queue<(int Status, string Body)> _startErrors = [];
    readonly Queue<string> _ends = [];
    Loopback _athena = null!;
    S3Endpoint _s3 = null!;
    int _looks;

    public string AthenaUrl => $"{_athena.Url}";

    public string S3Url => $"{_s3.Url}";

    /// <summary>Registered partitions: their values, such as 2026/11/25/10, and their locations.</summary>
    public SortedDictionary<string, string> Catalog { get; } = [];

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
        var (aws, cancellation) = (new FakeAws(), Xunit.TestContext.Current.CancellationToken);
        aws._athena = await Loopback.StartAsync(aws.AnswerQuery, LargestRequest, cancellation);
        aws._s3 = await S3Endpoint.StartAsync(new LocalBuckets(aws._folder.FullName), ct: cancellation);
        aws._s3.Fault = aws.List;
        aws.Put([]);
        return aws;
    }

    /// <summary>Adds objects to the bucket.</summary>
    public void Put(params IEnumerable<string> keys)
    {
        var bucket = Directory.CreateDirectory(Path.Combine(new LocalBuckets(_folder.FullName).Root, "flow-bucket")).FullName;
        foreach (var file in keys.Select(key => Path.Combine(bucket, key)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "");
        }
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

    public async ValueTask DisposeAsync()
    {
        await _athena.DisposeAsync();
        await _s3.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    async Task AnswerQuery(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var (status, answer) = Athena(http.Request.Headers["X-Amz-Target"]!, await reader.ReadToEndAsync());
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/x-amz-json-1.1";
        await http.Response.WriteAsync(answer);
    }

    Task List(HttpContext http, RequestDelegate service)
    {
        lock (_lock)
            Listings++;
        http.Request.QueryString = http.Request.QueryString.Add("max-keys", $"{PageSize}");
        return ListingBody is null ? service(http) : http.Response.WriteAsync(ListingBody);
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
        switch (AthenaDdl.Parse(statement))
        {
            case AddPartitions { Database: "vpc_flow_logs", Table: "flow_logs", IfNotExists: true } add:
                foreach (var partition in add.Partitions)
                    Catalog.TryAdd(Values(partition), partition.Location!);
                return null;
            case DropPartitions { Database: "vpc_flow_logs", Table: "flow_logs", IfExists: true } drop:
                foreach (var partition in drop.Partitions)
                    Catalog.Remove(Values(partition));
                return null;
            default:
                return "mismatched input";
        }
    }

    static string Values(PartitionSpecification partition)
    {
        Assert.Equal(["year", "month", "day", "hour"], partition.Values.Select(value => value.Key));
        return string.Join('/', partition.Values.Select(value => value.Value));
    }
}
