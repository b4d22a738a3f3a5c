using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Emulator.Permissions;
using Emulator.S3;
using Emulator.Template;
using Microsoft.AspNetCore.Http;

namespace Emulator.Athena;

/// <summary>
/// Athena's API on the loopback: StartQueryExecution, GetQueryExecution, GetQueryResults and StopQueryExecution (JSON 1.1, the operation
/// in X-Amz-Target). Queries run one after the other, in the order in which they were started; signatures are not looked at.
/// </summary>
public sealed class AthenaEndpoint : IAsyncDisposable
{
    const string TargetPrefix = "AmazonAthena.";
    const string MediaType = "application/x-amz-json-1.1";
    const int MaxRequestBytes = 4 * 1024 * 1024;

    // "GetQueryResults", MaxResults.
    const int MaxPage = 1000;

    // A caller reads the result of its statement at once. Statements about partitions have up to 256 KiB of text.
    const int MostKept = 50;

    static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    readonly AthenaEngine _engine;
    readonly CallerPermissions? _callers;
    readonly S3Location? _results;
    readonly Channel<QueryExecution> _queue = Channel.CreateUnbounded<QueryExecution>(new UnboundedChannelOptions { SingleReader = true });
    readonly ConcurrentDictionary<string, QueryExecution> _executions = new();
    readonly Dictionary<string, QueryExecution> _byToken = [];
    readonly Queue<QueryExecution> _oldest = new();
    readonly Lock _starting = new();
    readonly Dictionary<string, Func<JsonObject, RolePermissions?, Task<JsonObject>>> _operations;
    readonly Task _running;

    Loopback? _server;

    AthenaEndpoint(AthenaEngine engine, CallerPermissions? callers, string? results)
    {
        (_engine, _callers) = (engine, callers);
        _ = S3Location.TryParse(results ?? "", out _results);
        _operations = new()
        {
            ["StartQueryExecution"] = (request, role) => Task.FromResult(Start(request, role)),
            ["GetQueryExecution"] = GetAsync,
            ["GetQueryResults"] = (request, role) => Task.FromResult(Results(request, role)),
            ["StopQueryExecution"] = (request, role) => Task.FromResult(Stop(request, role)),
        };
        _running = Task.Run(RunQueuedAsync);
    }

    /// <summary>The URL for AWS_ENDPOINT_URL_ATHENA.</summary>
    public Uri Url => _server!.Url;

    /// <summary>Starts listening on a free port of the loopback.</summary>
    /// <param name="engine">Runs the statements.</param>
    /// <param name="callers">Finds the role of a caller; null to check no permissions.</param>
    /// <param name="results">The location of the workgroup's results, <c>s3://bucket/prefix/</c>.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<AthenaEndpoint> StartAsync(
        AthenaEngine engine, CallerPermissions? callers = null, string? results = null, CancellationToken ct = default)
    {
        var endpoint = new AthenaEndpoint(engine, callers, results);
        endpoint._server = await Loopback.StartAsync(endpoint.AnswerAsync, MaxRequestBytes, ct);
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _queue.Writer.Complete();
        foreach (var execution in _executions.Values)
            execution.Stop();
        await _running;
        foreach (var execution in _executions.Values)
            execution.Dispose();
    }

    async Task RunQueuedAsync()
    {
        await foreach (var execution in _queue.Reader.ReadAllAsync())
            execution.Run(_engine);
    }

    async Task AnswerAsync(HttpContext http)
    {
        var (status, body) = await OperateAsync(http.Request, http.RequestAborted);
        http.Response.StatusCode = status;
        http.Response.ContentType = MediaType;
        http.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }

    async Task<(int Status, JsonObject Body)> OperateAsync(HttpRequest request, CancellationToken ct)
    {
        var target = request.Headers["X-Amz-Target"].ToString();
        if (request.Method != HttpMethods.Post || !target.StartsWith(TargetPrefix, StringComparison.Ordinal)
            || !_operations.TryGetValue(target[TargetPrefix.Length..], out var operation))
            return (StatusCodes.Status400BadRequest, new JsonObject { ["__type"] = "UnknownOperationException" });

        try
        {
            var body = await JsonNode.ParseAsync(request.Body, cancellationToken: ct) as JsonObject
                ?? throw new JsonException("The request is not a JSON object");
            return (StatusCodes.Status200OK, await operation(body, _callers?.Of(request)));
        }
        catch (AccessDeniedException e)
        {
            return (StatusCodes.Status400BadRequest, new JsonObject { ["__type"] = "AccessDeniedException", ["Message"] = e.Message });
        }
        catch (InvalidRequest e)
        {
            return (StatusCodes.Status400BadRequest,
                new JsonObject { ["__type"] = "InvalidRequestException", ["AthenaErrorCode"] = e.Code, ["Message"] = e.Message });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return (StatusCodes.Status400BadRequest, new JsonObject { ["__type"] = "SerializationException", ["Message"] = e.Message });
        }
    }

    JsonObject Start(JsonObject request, RolePermissions? role)
    {
        role?.Demand("athena:StartQueryExecution", WorkGroupArn(Text(request, "WorkGroup") ?? "primary"));
        var query = Text(request, "QueryString") ?? "";
        var token = Text(request, "ClientRequestToken");
        bool isDdl;
        try
        {
            AthenaEngine.CheckLength(query);
            // Athena, too, refuses an invalid statement when it is started.
            isDdl = AthenaDdl.Parse(query) is not null;
        }
        catch (AthenaException e)
        {
            throw new InvalidRequest("MALFORMED_QUERY", e.Message);
        }

        lock (_starting)
        {
            if (token is not null && _byToken.TryGetValue(token, out var same))
            {
                if (same.Query != query)
                    throw new InvalidRequest("INVALID_INPUT", "Idempotent parameters do not match");
                return new JsonObject { ["QueryExecutionId"] = same.Id };
            }

            var context = request["QueryExecutionContext"] as JsonObject;
            var configuration = request["ResultConfiguration"] as JsonObject;
            var execution = new QueryExecution(query, isDdl, Text(context, "Database"), Text(request, "WorkGroup"),
                Text(configuration, "OutputLocation"))
            {
                Authorize = role is null ? null : () => Authorize(role, query),
                Token = token,
            };
            _executions[execution.Id] = execution;
            if (token is not null)
                _byToken[token] = execution;
            _oldest.Enqueue(execution);
            if (_oldest.Count > MostKept && _oldest.Peek().Ended.IsCompleted)
                Forget(_oldest.Dequeue());
            _queue.Writer.TryWrite(execution);
            return new JsonObject { ["QueryExecutionId"] = execution.Id };
        }
    }

    void Forget(QueryExecution execution)
    {
        _executions.TryRemove(execution.Id, out _);
        if (execution.Token is { } token)
            _byToken.Remove(token);
        execution.Dispose();
    }

    /// <summary>Checks Athena's actions for a statement against the permissions of its caller.</summary>
    /// <exception cref="AccessDeniedException">The role does not allow one of the actions.</exception>
    void Authorize(RolePermissions role, string query)
    {
        IEnumerable<Need> needs = _results is null ? [] : Needs.WriteResult(role.LogicalId, _results.Bucket, _results.Prefix);
        if (AthenaDdl.Parse(query) is AddPartitions or DropPartitions)
            needs = [.. Needs.ChangePartitions(role.LogicalId, _engine.Table.Database, _engine.Table.Name), .. needs];
        if (AthenaDdl.Parse(query) is AddPartitions add)
            needs = [.. needs, .. _engine.MissingLocations(add).SelectMany(location => Needs.MarkLocation(role.LogicalId, location))];
        foreach (var need in needs)
            role.Demand(need.Action, need.Resource, need.Context);
    }

    async Task<JsonObject> GetAsync(JsonObject request, RolePermissions? role)
    {
        var execution = Find(request);
        role?.Demand("athena:GetQueryExecution", WorkGroupArn(execution.WorkGroup));
        // Most statements end within milliseconds, so the caller need not poll twice.
        await Task.WhenAny(execution.Ended, Task.Delay(LongestWait));
        var status = new JsonObject { ["State"] = Name(execution.State), ["SubmissionDateTime"] = Seconds(execution.Submitted) };
        if (execution.Completed is { } completed)
            status["CompletionDateTime"] = Seconds(completed);
        if (execution.Reason is { } reason)
            status["StateChangeReason"] = reason;
        if (execution.State == QueryState.Failed)
            status["AthenaError"] = new JsonObject
            {
                ["ErrorCategory"] = 2,
                ["ErrorType"] = 1006,
                ["Retryable"] = false,
                ["ErrorMessage"] = execution.Reason
            };

        var description = new JsonObject
        {
            ["QueryExecutionId"] = execution.Id,
            ["Query"] = execution.Query,
            ["StatementType"] = execution.IsDdl ? "DDL" : "DML",
            ["Status"] = status,
            ["WorkGroup"] = execution.WorkGroup,
            ["EngineVersion"] = new JsonObject
            {
                ["SelectedEngineVersion"] = "AUTO",
                ["EffectiveEngineVersion"] = "Athena engine version 3"
            },
        };
        if (execution.Database is { } database)
            description["QueryExecutionContext"] = new JsonObject { ["Database"] = database };
        if (execution.OutputLocation is { } location)
            description["ResultConfiguration"] =
                new JsonObject { ["OutputLocation"] = $"{location.TrimEnd('/')}/{execution.Id}.{(execution.IsDdl ? "txt" : "csv")}" };
        if (execution.Statistics is { } statistics)
        {
            var milliseconds = (long)statistics.Elapsed.TotalMilliseconds;
            description["Statistics"] = new JsonObject
            {
                ["EngineExecutionTimeInMillis"] = milliseconds,
                ["TotalExecutionTimeInMillis"] = milliseconds,
                ["DataScannedInBytes"] = statistics.BytesScanned,
            };
        }

        return new JsonObject { ["QueryExecution"] = description };
    }

    JsonObject Results(JsonObject request, RolePermissions? role)
    {
        var execution = Find(request);
        role?.Demand("athena:GetQueryResults", WorkGroupArn(execution.WorkGroup));
        if (execution.State is QueryState.Queued or QueryState.Running)
            throw new InvalidRequest("INVALID_QUERY_STATE", $"Query has not yet finished. Current state: {Name(execution.State)}");
        if (execution.State is not QueryState.Succeeded)
            throw new InvalidRequest("INVALID_QUERY_STATE",
                $"Query did not finish successfully. Final query state: {Name(execution.State)}");

        // The first row of a query's result has the columns' names; a DDL statement's has not.
        var header = execution.IsDdl ? 0 : 1;
        var total = execution.Rows.Count + header;
        var size = request["MaxResults"]?.GetValue<int>() ?? MaxPage;
        if (size is < 1 or > MaxPage)
            throw new InvalidRequest("INVALID_INPUT", $"MaxResults is {size}; it is from 1 to {MaxPage}");
        var from = 0;
        if (Text(request, "NextToken") is { } next
            && (!int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out from) || from >= total))
            throw new InvalidRequest("INVALID_INPUT", "The NextToken does not belong to this query");

        var rows = new JsonArray();
        for (var i = from; i < Math.Min(total, from + size); i++)
            rows.Add(Row(i < header ? [.. execution.Columns.Select(column => column.Name)] : execution.Rows[i - header]));

        var answer = new JsonObject
        {
            ["UpdateCount"] = 0,
            ["ResultSet"] = new JsonObject
            {
                ["Rows"] = rows,
                ["ResultSetMetadata"] = new JsonObject { ["ColumnInfo"] = new JsonArray([.. execution.Columns.Select(Column)]) }
            },
        };
        if (from + size < total)
            answer["NextToken"] = (from + size).ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    JsonObject Stop(JsonObject request, RolePermissions? role)
    {
        var execution = Find(request);
        role?.Demand("athena:StopQueryExecution", WorkGroupArn(execution.WorkGroup));
        execution.Stop();
        return [];
    }

    QueryExecution Find(JsonObject request)
    {
        var id = Text(request, "QueryExecutionId");
        return id is not null && _executions.TryGetValue(id, out var execution)
            ? execution
            : throw new InvalidRequest("INVALID_INPUT", $"QueryExecution {id} was not found");
    }

    static JsonObject Row(string?[] cells) => new()
    {
        // NULL is an object without a value.
        ["Data"] = new JsonArray([.. cells.Select(cell => cell is null ? new JsonObject() : new JsonObject { ["VarCharValue"] = cell })]),
    };

    static JsonObject Column(ResultColumn column) => new()
    {
        ["CatalogName"] = "hive",
        ["SchemaName"] = "",
        ["TableName"] = "",
        ["Name"] = column.Name,
        ["Label"] = column.Name,
        ["Type"] = column.Type,
        ["Precision"] = column.Precision,
        ["Scale"] = column.Scale,
        ["Nullable"] = "UNKNOWN",
        ["CaseSensitive"] = column.Type == "varchar",
    };

    static string WorkGroupArn(string name) =>
        $"arn:{PseudoParameters.Partition}:athena:{PseudoParameters.Region}:{PseudoParameters.AccountId}:workgroup/{name}";

    static string? Text(JsonObject? request, string name) => request?[name]?.GetValue<string>();

    static string Name(QueryState state) => state.ToString().ToUpperInvariant();

    static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    sealed class InvalidRequest(string code, string message) : Exception(message)
    {
        public string Code { get; } = code;
    }
}
