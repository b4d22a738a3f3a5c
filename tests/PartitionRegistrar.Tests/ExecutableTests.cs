using System.Text.Json;
using FlowLogs;

namespace PartitionRegistrar.Tests;

/// <summary>Runs the built executable with a Runtime API, an Athena and an S3 on the loopback.</summary>
public sealed class ExecutableTests
{
    [Fact]
    public async Task The_hourly_run_registers_the_last_48_hours_and_the_next_two()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);

        var answer = await registrar.Register(Events.Schedule);

        AssertJson("""{"statements":1,"hours":51,"first":"2026-11-23T10","last":"2026-11-25T12","queryExecutionIds":["query-1"]}""", answer);
        Assert.Equal(51, aws.Catalog.Count);
        Assert.Equal("s3://flow-bucket/flowlogs/2026/11/25/10/", aws.Catalog["2026/11/25/10"]);
        Assert.Equal("s3://flow-bucket/flowlogs/2026/11/23/10/", aws.Catalog.First().Value);
        Assert.Equal("s3://flow-bucket/flowlogs/2026/11/25/12/", aws.Catalog.Last().Value);
        Assert.Contains("\"hours\":51", registrar.Log);
    }

    [Fact]
    public async Task Each_run_logs_one_JSON_line_with_its_results()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws, ("POWERTOOLS_LOG_LEVEL", "Debug"),
            ("POWERTOOLS_SERVICE_NAME", "flows"));

        await registrar.Register(Events.Schedule);
        await registrar.Register("""{"discover":true}""");
        await registrar.Fail("""{"discover":false}""");
        await registrar.Ended();

        var lines = registrar.Log.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(["Debug", "Information", "Information"], lines.Select(line => line.GetProperty("level").GetString()));
        Assert.Equal(["request-1", "request-1", "request-2"], lines.Select(line => line.GetProperty("function_request_id").GetString()));
        Assert.Equal(["1 51 2026-11-23T10 2026-11-25T12 none query-1", "0 0 none none none "], lines.Skip(1)
            .Select(line => string.Join(' ', new[]
        {
            "statements", "hours", "first", "last", "next", "query_execution_ids",
        }.Select(key => line.GetProperty(key).ToString()))));
        Assert.All(lines, line => Assert.Equal("flows", line.GetProperty("service").GetString()));
    }

    [Fact]
    public async Task Repeated_runs_change_nothing()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        await registrar.Register(Events.Schedule);
        var before = aws.Catalog.ToList();

        var answer = await registrar.Register(Events.Schedule);

        Assert.Equal(51, answer.GetProperty("hours").GetInt32());
        Assert.Equal(before, aws.Catalog);
    }

    [Theory]
    [InlineData("2026-03-29T03:05:00Z")] // Summer time begins in Europe/Berlin.
    [InlineData("2026-10-25T03:05:00Z")] // Summer time ends.
    [InlineData("2028-03-01T01:05:00Z")] // The day after a leap day.
    [InlineData("2027-01-01T00:05:00Z")]
    [InlineData("2026-12-31T19:05:00-05:00")]
    public async Task Time_zones_leap_days_and_year_ends_make_no_gap_and_no_duplicate(string time)
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws, ("TZ", "Europe/Berlin"));

        await registrar.Register(Events.ScheduleAt(time));

        var hours = aws.Catalog.Values.Select(Hour).ToList();
        var now = PartitionHour.Of(DateTimeOffset.Parse(time));
        Assert.Equal(PartitionHour.Range(now.AddHours(-48), now.AddHours(2)), hours);
    }

    [Fact]
    public async Task A_back_fill_registers_every_hour_from_the_first_to_the_last()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);

        var answer = await registrar.Register(Events.BackFill);

        AssertJson("""{"statements":1,"hours":589,"first":"2026-11-01T00","last":"2026-11-25T12","queryExecutionIds":["query-1"]}""", answer);
        Assert.Equal(589, aws.Catalog.Count);
    }

    [Fact]
    public async Task A_back_fill_may_end_at_the_end_of_the_calendar()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);

        var answer = await registrar.Register("""{"from":"9999-12-31T20","to":"9999-12-31T23"}""");

        Assert.Equal((4, "9999-12-31T23"), (answer.GetProperty("hours").GetInt32(), answer.GetProperty("last").GetString()));
    }

    [Fact]
    public async Task Two_years_are_registered_in_statements_below_the_limit_one_at_a_time()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);

        var answer = await registrar.Register("""{"from":"2024-01-01T00","to":"2026-01-01T00"}""");

        Assert.Equal(17_545, answer.GetProperty("hours").GetInt32());
        Assert.Equal(aws.Statements.Count, answer.GetProperty("statements").GetInt32());
        Assert.Equal(17_545, aws.Catalog.Count);
        Assert.All(aws.Statements, statement => Assert.True(statement.Length < 262_144));
        Assert.Equal(1, aws.MostRunning);
        Assert.False(answer.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Discovery_registers_exactly_the_hours_that_have_a_prefix()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        var hours = PartitionHour.Range(PartitionHour.Of(new DateTime(2024, 2, 28, 22, 0, 0, DateTimeKind.Utc)),
            PartitionHour.Of(new DateTime(2024, 3, 1, 3, 0, 0, DateTimeKind.Utc)))
            .Append(PartitionHour.Of(new DateTime(2025, 12, 31, 23, 0, 0, DateTimeKind.Utc))).ToList();
        foreach (var hour in hours)
            aws.Put($"flowlogs/{hour.Prefix}one.parquet", $"flowlogs/{hour.Prefix}two.parquet");
        aws.Put(
        [
            "errors/2024/02/28/00/x", "flowlogs/readme.txt", "flowlogs/latest/02/28/00/x", "flowlogs/2024/02/30/00/x",
            "flowlogs/2024/13/01/00/x",
            "flowlogs/\uFFFE/x", "flowlogs/2024/\u0001\uFFFF/x", "flowlogs/2024/02/28/24/x", "flowlogs/2024/2/28/00/x",
            "flowlogs/2024/02/28/x", "flowlogs/２０２４/02/28/00/x",
            // Athena's Glue client creates empty objects for partitions without files and for their folders ("ALTER TABLE ADD PARTITION").
            "flowlogs_$folder$", "flowlogs/2027_$folder$", "flowlogs/2027/01_$folder$", "flowlogs/2027/01/02_$folder$",
            "flowlogs/2027/01/02/03_$folder$", "flowlogs/2024/02/28/21_$folder$", "flowlogs/2024/02/28/22_$folder$",
        ]);
        aws.PageSize = 2;

        var answer = await registrar.Register(Events.Discover);

        Assert.Equal(hours.Count, answer.GetProperty("hours").GetInt32());
        Assert.Equal("2024-02-28T22", answer.GetProperty("first").GetString());
        Assert.Equal("2025-12-31T23", answer.GetProperty("last").GetString());
        Assert.Equal(hours.Select(hour => $"s3://flow-bucket/flowlogs/{hour.Prefix}"), aws.Catalog.Values);
    }

    [Fact]
    public async Task Discovery_registers_every_deleted_partition_again()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        await registrar.Register("""{"from":"2026-01-01T00","to":"2026-01-31T23"}""");
        var before = aws.Catalog.ToList();
        foreach (var location in aws.Catalog.Values)
            aws.Put($"{location["s3://flow-bucket/".Length..]}file.parquet");
        aws.Catalog.Clear();

        await registrar.Register(Events.Discover);

        Assert.Equal(before, aws.Catalog);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("<Other/>")]
    [InlineData("{}")]
    public async Task Discovery_fails_on_an_answer_that_is_not_a_list(string body)
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.ListingBody = body;

        var message = await registrar.Fail(Events.Discover);

        Assert.StartsWith("s3://flow-bucket/flowlogs/ could not be listed: ", message, StringComparison.Ordinal);
        Assert.Empty(aws.Statements);
    }

    [Theory]
    [InlineData("""{"discover":true,"x\n{\"_aws\":{}}\n":1}""")]
    [InlineData("""{"from":"2026-11-01T00","to":"2026-11-01T01","\u2028\u202e":1}""")]
    public async Task Text_from_an_event_cannot_begin_a_line_of_the_log(string payload)
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);

        var message = await registrar.Fail(payload);
        await registrar.Register(Events.Discover);

        Assert.Contains("Unknown keys in the event: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, letter => char.IsControl(letter) || letter is '\u2028' or '\u202e');
        Assert.DoesNotContain(registrar.Log.Split('\n'), line => line.StartsWith("{\"_aws\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Athenas_failure_reason_cannot_begin_a_line_of_the_log()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.EndNextAs("FAILED", "no table\n{\"_aws\":{}}");

        var message = await registrar.Fail(Events.Schedule);

        Assert.Contains("no table\\u000a{\"_aws\":{}}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(registrar.Log.Split('\n'), line => line.StartsWith("{\"_aws\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Discovery_in_an_empty_bucket_runs_nothing()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start("http://127.0.0.1:1", ("AWS_ENDPOINT_URL_S3", aws.S3Url));

        AssertJson("""{"statements":0,"hours":0,"queryExecutionIds":[]}""", await registrar.Register(Events.Discover));
    }

    [Fact]
    public async Task A_throttled_start_is_repeated_and_a_failed_query_fails_the_run()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.ThrottleStarts(2);
        aws.EndNextAs("FAILED", "FAILED: SemanticException Table not found flow_logs");

        var message = await registrar.Fail(Events.Schedule);

        Assert.Contains("query-1 FAILED: FAILED: SemanticException Table not found flow_logs", message);
        Assert.Contains("2026-11-23T10", message);
        Assert.Empty(aws.Catalog);
        Assert.Empty(aws.Stopped);

        await registrar.Register(Events.Schedule);
        Assert.Equal(51, aws.Catalog.Count);
    }

    [Fact]
    public async Task A_cancelled_query_fails_the_run_and_ends_it()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.EndNextAs("CANCELLED", "Query cancelled by user");

        var message = await registrar.Fail("""{"from":"2024-01-01T00","to":"2026-01-01T00"}""");

        Assert.Contains("query-1 CANCELLED: Query cancelled by user", message);
        Assert.Single(aws.Statements);
    }

    [Fact]
    public async Task A_failed_query_without_a_reason_fails_the_run()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.EndNextAs("FAILED", null);

        Assert.Contains("query-1 FAILED: no reason given", await registrar.Fail(Events.Schedule));
    }

    [Fact]
    public async Task A_started_query_without_an_id_fails_the_run()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.ReturnsNoId = true;

        Assert.Contains("Athena started a query without an id", await registrar.Fail(Events.Schedule));
    }

    [Fact]
    public async Task A_query_in_an_unknown_state_is_polled_again()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.Looks = ["{}", """{"QueryExecution":{}}""", """{"QueryExecution":{"Status":{}}}""", """{"QueryExecution":{"Status":{"State":"PAUSED"}}}"""];

        await registrar.Register(Events.Schedule);

        Assert.Equal(51, aws.Catalog.Count);
        Assert.Single(aws.Statements);
    }

    [Fact]
    public async Task A_query_that_cannot_be_polled_is_stopped_and_fails_the_run()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        aws.RefusesState = true;

        var message = await registrar.Fail(Events.Schedule);

        Assert.Contains("not authorized to perform: athena:GetQueryExecution", message);
        Assert.Equal(["query-1"], aws.Stopped);
    }

    [Fact]
    public async Task A_back_fill_that_times_out_stops_its_query_and_names_the_next_hour()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        await registrar.WarmUp();
        aws.Catalog.Clear();
        aws.LooksPerQuery = 1;
        aws.EndlessFrom = 4;

        var answer = await registrar.Register("""{"from":"2024-01-01T00","to":"2025-01-01T00"}""", TimeSpan.FromSeconds(10));

        Assert.Equal(2, answer.GetProperty("statements").GetInt32());
        Assert.Equal(["query-2", "query-3"], answer.GetProperty("queryExecutionIds").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(["query-4"], aws.Stopped);
        Assert.Equal(0, aws.Running);
        var next = answer.GetProperty("next").GetString();
        Assert.True(PartitionHour.TryParse(next, out var nextHour)
            && PartitionHour.TryParse(answer.GetProperty("last").GetString(), out var last)
            && nextHour == last.AddHours(1));
        Assert.Equal(answer.GetProperty("hours").GetInt32(), aws.Catalog.Count);

        aws.EndlessFrom = null;
        var rest = await registrar.Register($$"""{"from":"{{next}}","to":"2025-01-01T00"}""");

        Assert.False(rest.TryGetProperty("next", out _));
        Assert.Equal(8_785, aws.Catalog.Count);
    }

    [Fact]
    public async Task An_hourly_run_that_times_out_fails()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);
        await registrar.WarmUp();
        aws.EndlessFrom = 2;

        var message = await registrar.Fail(Events.Schedule, TimeSpan.FromSeconds(5));

        Assert.Contains("Timed out: ", message);
        Assert.Equal(["query-2"], aws.Stopped);
    }

    [Fact]
    public async Task The_hourly_run_drops_expired_hours_and_registers_none_of_them()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws, ("RETENTION_DAYS", "30"));
        await registrar.Register("""{"from":"2026-10-20T00","to":"2026-11-25T10"}""");

        var answer = await registrar.Register(Events.Schedule);

        Assert.Equal(2, answer.GetProperty("statements").GetInt32());
        Assert.Equal(51, answer.GetProperty("hours").GetInt32());
        // Its data is 30 days old at 10:00 on the 25th, and S3 has one more day to expire it.
        Assert.Equal("s3://flow-bucket/flowlogs/2026/10/25/10/", aws.Catalog.First().Value);
        Assert.Equal("s3://flow-bucket/flowlogs/2026/11/25/12/", aws.Catalog.Last().Value);
        Assert.Equal(1, aws.MostRunning);
    }

    [Fact]
    public async Task A_short_retention_limits_the_hours_that_are_registered()
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws, ("RETENTION_DAYS", "1"), ("LOOKBACK_HOURS", "240"));

        await registrar.Register(Events.Schedule);
        await registrar.Register(Events.Schedule);

        Assert.Equal("s3://flow-bucket/flowlogs/2026/11/23/10/", aws.Catalog.First().Value);
    }

    [Theory]
    [InlineData("""{"from":"2026-11-25T12","to":"2026-11-01T00"}""", "after")]
    [InlineData("""{"from":"2020-01-01T00","to":"2025-01-01T01"}""", "5 years")]
    [InlineData("""{"from":"2026-11-01","to":"2026-11-25T12"}""", "'from' is \"2026-11-01\"")]
    [InlineData("""{"from":"2026-11-01T24","to":"yesterday"}""", "'to' is \"yesterday\"")]
    [InlineData("""{"from":"2026-11-01T00"}""", "'to' is missing")]
    [InlineData("""{"from":"2026-11-01T00","to":"2026-11-25T12","discover":true}""", "keys of two kinds of event")]
    [InlineData("""{"discover":false}""", "'discover' is false")]
    [InlineData("""{"discover":true,"table":"x"}""", "table")]
    [InlineData("""{}""", "Unrecognized event")]
    [InlineData("""["2026-11-01T00"]""", "not a JSON object")]
    [InlineData("""{"detail-type":"Object Created","time":"2026-11-25T10:05:00Z"}""", "'detail-type' is \"Object Created\"")]
    [InlineData("""{"detail-type":5,"time":"2026-11-25T10:05:00Z"}""", "'detail-type' is 5")]
    [InlineData("""{"detail-type":"Scheduled Event"}""", "'time' is missing")]
    [InlineData("""{"detail-type":"Scheduled Event","time":1764065100}""", "'time' is 1764065100")]
    [InlineData("""{"detail-type":"Scheduled Event","time":"1969-12-31T23:59:59Z"}""", "'time' is \"1969-12-31T23:59:59Z\"")]
    public async Task An_invalid_event_is_one_clear_error_before_any_query(string payload, string fault)
    {
        await using var aws = await FakeAws.Start();
        await using var registrar = await RegistrarProcess.Start(aws);

        var message = await registrar.Fail(payload);

        Assert.Contains(fault, message);
        Assert.Empty(aws.Statements);
        Assert.Equal(0, aws.Listings);
    }

    [Fact]
    public async Task An_invalid_environment_is_an_initialization_error_that_names_every_fault()
    {
        await using var registrar = await RegistrarProcess.Start(
            "http://127.0.0.1:1", ("DATABASE_NAME", null), ("TABLE_NAME", "t` DROP"), ("RETENTION_DAYS", "-1"));

        var exitCode = await registrar.Exit();
        await registrar.Ended();

        foreach (var message in (string[])[registrar.Log, BuiltFunction.HasOfficialPackages ? registrar.Log : await registrar.InitError()])
        {
            Assert.Contains("DATABASE_NAME is not set", message);
            Assert.Contains("TABLE_NAME is 't` DROP'", message);
            Assert.Contains("RETENTION_DAYS is '-1'", message);
        }
        Assert.NotEqual(0, exitCode);
    }

    [Theory]
    [InlineData("RegisterAsync", "ANNOTATIONS_HANDLER is 'RegisterAsync'")]
    [InlineData(null, "ANNOTATIONS_HANDLER is not set")]
    public async Task An_unknown_handler_name_is_an_initialization_error_that_lists_the_handlers(string? name, string expected)
    {
        BuiltFunction.RequireStandIns();
        await using var registrar = await RegistrarProcess.Start("http://127.0.0.1:1", ("ANNOTATIONS_HANDLER", name));

        Assert.Equal($"{expected}. It must name a handler of this function: HandleAsync.", await registrar.InitError());
        Assert.NotEqual(0, await registrar.Exit());
    }

    static PartitionHour Hour(string location)
    {
        Assert.True(PartitionHour.TryParsePrefix(location["s3://flow-bucket/flowlogs/".Length..], out var hour));
        return hour;
    }

    static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"Answered {actual}");
}
