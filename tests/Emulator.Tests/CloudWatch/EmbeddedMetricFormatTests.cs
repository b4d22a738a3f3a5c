using System.Text.RegularExpressions;
using Emulator.CloudWatch;

namespace Emulator.Tests.CloudWatch;

/// <summary>Metrics in the lines of a function's log.</summary>
public sealed class EmbeddedMetricFormatTests : IDisposable
{
    const string Line =
        """{"_aws":{"Timestamp":1779000000123,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["StackName"]],"Metrics":[{"Name":"A","Unit":"Count"},{"Name":"B"}]}]},"StackName":"s","A":3,"B":[1,2.5],"C":9}""";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("metrics-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_metric_in_a_log_line_is_stored()
    {
        Assert.Equal(["A{StackName=s} N 2026-05-17T06:40:00Z 3 of 1", "B{StackName=s} N 2026-05-17T06:40:00Z 3.5 of 2"],
            await StoredAsync(Line));
        var stored = File.ReadAllText(Path.Combine(_folder.FullName, "cloudwatch", "metrics.jsonl"));
        Assert.Equal(["Count", "None"], Regex.Matches(stored, "\"unit\":\"(.*?)\"").Select(unit => unit.Groups[1].Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-25T12:00:00Z\tid\tinfo\tplain")]
    [InlineData("""{"level":"Information","message":"\"_aws\""}""")]
    [InlineData("""{"_aws":""")]
    [InlineData("""{"_aws":7}""")]
    [InlineData("""{"_aws":{"CloudWatchMetrics":[]}}""")]
    public Task A_line_without_metrics_stores_nothing(string line) => NothingAsync(line);

    [Theory]
    [InlineData("\"StackName\":\"s\"", "\"StackName\":5")]
    [InlineData("\"StackName\":\"s\"", "\"Stack\":\"s\"")]
    [InlineData("\"A\":3", "\"A\":\"3\"")]
    [InlineData("\"A\":3", "\"D\":3")]
    [InlineData("\"Namespace\":\"N\"", "\"Namespace\":\"\"")]
    [InlineData("\"Unit\":\"Count\"", "\"Unit\":\"Pieces\"")]
    public Task An_invalid_metric_line_stores_nothing(string part, string other) =>
        NothingAsync(Line.Replace(part, other, StringComparison.Ordinal));

    async Task NothingAsync(string line) => Assert.Empty(await StoredAsync(line));

    async Task<IEnumerable<string>> StoredAsync(string line)
    {
        await using (var cloudWatch = await CloudWatchEndpoint.StartAsync(_folder.FullName,
            cancellation: TestContext.Current.CancellationToken))
            cloudWatch.AddFromLog(line);
        return from series in new MetricReader(_folder.FullName).Refresh().Series
               from point in series.Points
               select FormattableString.Invariant(
                   $"{series.MetricName}{{{string.Join(',', series.Dimensions.Select(dimension => $"{dimension.Key}={dimension.Value}"))}}} {series.Namespace} {point.Key:yyyy-MM-ddTHH:mm:ssZ} {point.Value.Sum} of {point.Value.SampleCount}");
    }
}
