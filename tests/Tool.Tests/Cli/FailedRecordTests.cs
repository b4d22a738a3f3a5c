using System.Text;
using System.Text.Json;

namespace Tool.Tests.Cli;

/// <summary>Records that cannot be delivered are kept under the error prefix in Firehose's format.</summary>
public sealed class FailedRecordTests
{
    static readonly string Day = DateTimeOffset.FromUnixTimeSeconds(new Line().End)
        .ToString("yyyy/MM/dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_unprocessable_record_is_kept_unchanged()
    {
        using var here = new Sandbox();
        here.WriteTemplate("mutated.yaml", ("MAX_INFLATED_BYTES: '67108864'", "MAX_INFLATED_BYTES: '1024'"),
            ("ErrorOutputPrefix: errors/!{firehose:error-output-type}/", "ErrorOutputPrefix: lost/!{firehose:error-output-type}/"),
            ("${S3BucketName}/errors/*'", "${S3BucketName}/lost/*'"));
        // One line inflates to less than 1 KiB, six lines to more.
        here.Write("flows.txt", [new Line { Eni = "eni-one" }, .. Enumerable.Range(0, 6)
            .Select(i => new Line { Eni = "eni-many", Source = $"10.0.3.{i}" })]);

        var run = await here.RunAsync("run", "flows.txt", "--template", "mutated.yaml");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("flowlogs: 6 records could not be delivered. They are kept under the error prefix.", Assert.Single(run.ErrorLines));
        Assert.Equal((7, 1, 0, 6), (run.Count("records in"), run.Count("stored"), run.Count("unparsed"), run.Count("failed")));
        Assert.Equal("eni-one", Assert.Single(await here.RowsAsync())["interface_id"]);

        var failed = Assert.Single(Records(here, $"lost/processing-failed/{Day}/"));
        Assert.Equal(
            ["attemptsMade", "arrivalTimestamp", "errorCode", "errorMessage", "attemptEndingTimestamp", "rawData", "lambdaArn"],
            failed.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, failed.GetProperty("attemptsMade").GetInt32());
        Assert.Equal(new Line().End * 1000, failed.GetProperty("arrivalTimestamp").GetInt64());
        Assert.Equal("Lambda.ProcessingFailedStatus", failed.GetProperty("errorCode").GetString());
        Assert.EndsWith(":function:flowlogs-decompressor", failed.GetProperty("lambdaArn").GetString(), StringComparison.Ordinal);
        using var payload = JsonDocument.Parse(Gzipped.Inflate(failed.GetProperty("rawData").GetBytesFromBase64()));
        Assert.Equal("eni-many-all", payload.RootElement.GetProperty("logStream").GetString());
        Assert.Equal(6, payload.RootElement.GetProperty("logEvents").GetArrayLength());
    }

    [Fact]
    public async Task A_record_that_cannot_be_converted_is_kept_as_transformed()
    {
        using var here = new Sandbox();
        here.WriteTemplate("mutated.yaml", ("{Name: srcaddr, Type: string,", "{Name: srcaddr, Type: int,"));
        here.Write("flows.txt", $"{new Line { Eni = "eni-text" }}\nnot a record\n{new Line { Eni = "eni-number", Source = "42" }}\n");

        var run = await here.RunAsync("run", "flows.txt", "--template", "mutated.yaml");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal((3, 2, 1, 1), (run.Count("records in"), run.Count("stored"), run.Count("unparsed"), run.Count("failed")));
        Assert.Equal([42, null], (await here.RowsAsync()).Select(row => row["srcaddr"]).OrderByDescending(value => value));

        var failed = Assert.Single(Records(here, $"errors/format-conversion-failed/{Day}/"));
        Assert.Equal(
            ["attemptsMade", "arrivalTimestamp", "lastErrorCode", "lastErrorMessage", "attemptEndingTimestamp", "rawData", "sequenceNumber",
                "subSequenceNumber", "dataCatalogTable"],
            failed.EnumerateObject().Select(property => property.Name));
        Assert.Contains("\"interface-id\":\"eni-text\"", Encoding.UTF8.GetString(failed.GetProperty("rawData").GetBytesFromBase64()),
            StringComparison.Ordinal);
        Assert.Contains("srcaddr", failed.GetProperty("lastErrorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal("flow_logs", failed.GetProperty("dataCatalogTable").GetProperty("tableName").GetString());
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_one_error_and_loses_no_metric()
    {
        using var here = new Sandbox();
        Directory.CreateDirectory(Path.Combine(here.Data, "logs", "Decompressor.log"));
        here.Write("flows.txt", [new Line(), new Line()]);

        var run = await here.RunAsync("run", "flows.txt");

        Assert.Equal((1, 2), (run.ExitCode, run.Count("stored")));
        Assert.StartsWith("flowlogs: The log of Decompressor cannot be written: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        var metrics = await here.RunAsync("metrics", "--metric", "LogEvents", "--output", "csv");
        Assert.EndsWith(",2", metrics.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_registrar_loses_no_record()
    {
        using var here = new Sandbox();
        here.WriteTemplate("mutated.yaml", ("LOOKBACK_HOURS: '48'", "LOOKBACK_HOURS: 'many'"));
        here.Write("flows.txt", [new Line()]);

        var run = await here.RunAsync("run", "flows.txt", "--template", "mutated.yaml");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PartitionRegistrar failed 3 times", run.Errors, StringComparison.Ordinal);
        Assert.Contains("LOOKBACK_HOURS is 'many'", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Count("stored"));
        Assert.Single(await here.RowsAsync());
    }

    static List<JsonElement> Records(Sandbox here, string prefix) =>
        [.. Directory.EnumerateFiles(Path.Combine(here.Bucket, prefix)).SelectMany(File.ReadLines)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
}
