using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Emulator.Athena;

namespace Emulator.Tests.Athena;

public sealed class AthenaEndpointTests : IAsyncLifetime
{
    const string AddAnHour = "ALTER TABLE vpc_flow_logs.flow_logs ADD IF NOT EXISTS PARTITION (year='2026', month='11', day='25', "
        + "hour='10') LOCATION 's3://flow-logs/flowlogs/2026/11/25/10/'";

    readonly TestTable _table = new();
    readonly HttpClient _client = new();
    AthenaEndpoint _endpoint = null!;

    public async ValueTask InitializeAsync() =>
        _endpoint = await AthenaEndpoint.StartAsync(_table.Engine, ct: TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_statement_about_partitions_changes_the_catalog()
    {
        var execution = await RunAsync(AddAnHour);
        Assert.Equal("SUCCEEDED", Text(execution, "Status", "State"));
        Assert.Equal("DDL", Text(execution, "StatementType"));
        Assert.Equal(AddAnHour, Text(execution, "Query"));
        Assert.NotNull(execution["Status"]!["CompletionDateTime"]);
        Assert.Equal("year=2026/month=11/day=25/hour=10", Assert.Single(_table.Engine.Catalog.Partitions()).Name);
        Assert.Equal("[{\"Data\":[{\"VarCharValue\":\"year=2026/month=11/day=25/hour=10\"}]}]",
            (await ResultsAsync(await RunAsync("SHOW PARTITIONS flow_logs")))["ResultSet"]!["Rows"]!.ToJsonString());
    }

    [Fact]
    public async Task A_query_returns_columns_and_rows_in_pages()
    {
        _table.AddHour(new DateTime(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc));
        var execution = await RunAsync("SELECT packets, unparsed FROM flow_logs ORDER BY packets");
        Assert.Equal("DML", Text(execution, "StatementType"));
        Assert.True(execution["Statistics"]!["DataScannedInBytes"]!.GetValue<long>() > 0);

        var first = await ResultsAsync(execution, ("MaxResults", 2));
        Assert.Equal("""[{"Data":[{"VarCharValue":"packets"},{"VarCharValue":"unparsed"}]},{"Data":[{"VarCharValue":"0"},{}]}]""", first["ResultSet"]!["Rows"]!.ToJsonString());
        Assert.Equal("bigint", Text(first["ResultSet"]!["ResultSetMetadata"]!["ColumnInfo"]![0]!, "Type"));
        var rest = await ResultsAsync(execution, ("NextToken", Text(first, "NextToken")));
        Assert.Equal(9, rest["ResultSet"]!["Rows"]!.AsArray().Count);
        Assert.Null(rest["NextToken"]);
    }

    [Theory]
    [InlineData("SELECT nothing FROM flow_logs", "COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved")]
    [InlineData("ALTER TABLE flow_logs DROP PARTITION (year='1999')", "Partition not found: year = '1999'")]
    [InlineData("CREATE TABLE t (a int)", "NOT_SUPPORTED: line 1:1: CREATE of this kind does not run on this machine")]
    public async Task A_failed_query_has_its_reason(string sql, string reason)
    {
        var execution = await RunAsync(sql);
        Assert.Equal("FAILED", Text(execution, "Status", "State"));
        Assert.Contains(reason, Text(execution, "Status", "StateChangeReason"), StringComparison.Ordinal);
        Assert.Equal(Text(execution, "Status", "StateChangeReason"), Text(execution, "Status", "AthenaError", "ErrorMessage"));
        await RefusedAsync("GetQueryResults", new() { ["QueryExecutionId"] = Text(execution, "QueryExecutionId") },
            "Query did not finish successfully. Final query state: FAILED");
    }

    [Theory]
    [MemberData(nameof(TestTable.OddQueries), MemberType = typeof(TestTable))]
    public async Task A_query_of_unusual_values_ends_and_so_does_the_next_one(string sql)
    {
        var odd = await StartAsync(sql);
        var plain = await StartAsync("SELECT 1");

        Assert.Contains(Text(await EndOfAsync(odd), "Status", "State"), new[] { "SUCCEEDED", "FAILED" });
        Assert.Equal("SUCCEEDED", Text(await EndOfAsync(plain), "Status", "State"));
    }

    [Theory]
    [InlineData("GetQueryExecution")]
    [InlineData("GetQueryResults")]
    [InlineData("StopQueryExecution")]
    public Task An_unknown_query_is_refused_in_AWSs_words(string operation) =>
        RefusedAsync(operation, new() { ["QueryExecutionId"] = "c7ae1a5e-0000-0000-0000-000000000000" },
            "QueryExecution c7ae1a5e-0000-0000-0000-000000000000 was not found");

    [Fact]
    public async Task An_invalid_statement_is_refused_when_it_is_started()
    {
        await RefusedAsync("StartQueryExecution", new() { ["QueryString"] = "ALTER TABLE x ADD PARTITION" },
            "line 1:28: expected '(', found the end of the statement");
        await RefusedAsync(
            "StartQueryExecution",
            new() { ["QueryString"] = new string('x', AthenaEngine.MaxStatementBytes + 1) },
            "1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length less than or equal "
            + "to 262144");
    }

    [Fact]
    public async Task Queries_run_one_after_the_other_and_can_be_stopped()
    {
        var slow = await StartAsync(AthenaEngineTests.LongQuery);
        var waiting = await StartAsync(AddAnHour);
        Assert.Equal("QUEUED", Text(await GetAsync(waiting), "Status", "State"));
        await RefusedAsync("GetQueryResults", new() { ["QueryExecutionId"] = waiting },
            "Query has not yet finished. Current state: QUEUED");

        await CallAsync("StopQueryExecution", new() { ["QueryExecutionId"] = slow });
        Assert.Equal("CANCELLED", Text(await GetAsync(slow), "Status", "State"));
        Assert.Equal("Query cancelled by user", Text(await GetAsync(slow), "Status", "StateChangeReason"));
        Assert.Equal("SUCCEEDED", Text(await EndOfAsync(waiting), "Status", "State"));
    }

    [Fact]
    public async Task A_waiting_query_that_is_stopped_never_runs()
    {
        var slow = await StartAsync(AthenaEngineTests.LongQuery);
        var waiting = await StartAsync(AddAnHour);
        await CallAsync("StopQueryExecution", new() { ["QueryExecutionId"] = waiting });
        await CallAsync("StopQueryExecution", new() { ["QueryExecutionId"] = slow });
        await RunAsync("SELECT 1");
        Assert.Empty(_table.Engine.Catalog.Partitions());
        Assert.Equal("CANCELLED", Text(await GetAsync(waiting), "Status", "State"));
    }

    [Fact]
    public async Task The_same_request_token_starts_one_query()
    {
        JsonObject Request(string sql) => new() { ["QueryString"] = sql, ["ClientRequestToken"] = "0123456789abcdef0123456789abcdef" };
        var first = Text(await CallAsync("StartQueryExecution", Request("SELECT 1")), "QueryExecutionId");
        Assert.Equal(first, Text(await CallAsync("StartQueryExecution", Request("SELECT 1")), "QueryExecutionId"));
        await RefusedAsync("StartQueryExecution", Request("SELECT 2"), "Idempotent parameters do not match");
    }

    [Theory]
    [InlineData("ListWorkGroups", "{}", "UnknownOperationException")]
    [InlineData("GetQueryExecution", "[", "SerializationException")]
    [InlineData("GetQueryExecution", "[]", "SerializationException")]
    [InlineData("GetQueryExecution", "{\"QueryExecutionId\":7}", "SerializationException")]
    public async Task An_invalid_request_is_refused(string operation, string body, string type)
    {
        var (status, answer) = await PostAsync(operation, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(type, Text(answer, "__type"));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _endpoint.DisposeAsync();
        _table.Dispose();
    }

    async Task<JsonObject> RunAsync(string sql) => await EndOfAsync(await StartAsync(sql));

    async Task<string> StartAsync(string sql) =>
        Text(await CallAsync("StartQueryExecution", new() { ["QueryString"] = sql }), "QueryExecutionId");

    async Task<JsonObject> EndOfAsync(string id)
    {
        while (true)
        {
            var execution = await GetAsync(id);
            if (Text(execution, "Status", "State") is not ("QUEUED" or "RUNNING"))
                return execution;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    async Task<JsonObject> GetAsync(string id) =>
        (await CallAsync("GetQueryExecution", new() { ["QueryExecutionId"] = id }))["QueryExecution"]!.AsObject();

    Task<JsonObject> ResultsAsync(JsonObject execution, params (string Name, JsonNode Value)[] more)
    {
        var request = new JsonObject { ["QueryExecutionId"] = Text(execution, "QueryExecutionId") };
        foreach (var (name, value) in more)
            request[name] = value;
        return CallAsync("GetQueryResults", request);
    }

    async Task<JsonObject> CallAsync(string operation, JsonObject request)
    {
        var (status, answer) = await PostAsync(operation, request.ToJsonString());
        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    async Task RefusedAsync(string operation, JsonObject request, string message)
    {
        var (status, answer) = await PostAsync(operation, request.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("InvalidRequestException", Text(answer, "__type"));
        Assert.Equal(message, Text(answer, "Message"));
    }

    async Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(string operation, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            _endpoint.Url)
        { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", $"AmazonAthena.{operation}");
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject());
    }

    static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (inner, name) => inner[name]!).GetValue<string>();
}
