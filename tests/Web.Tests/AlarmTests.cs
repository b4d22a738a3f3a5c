using System.Text.Json.Nodes;
using Emulator.CloudWatch;
using Emulator.Template;

namespace Web.Tests;

/// <summary>The template's alarms over local metrics.</summary>
public sealed class AlarmTests : IDisposable
{
    const int Period = 900;
    const int Day = 86_400;

    static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-alarms-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The two tables of "How alarm state is evaluated when data is missing", in "Configuring how CloudWatch alarms treat missing data",
    // CloudWatch User Guide (doc_source/AlarmThatSendsEmail.md of github.com/awsdocs/amazon-cloudwatch-user-guide), in their order. The
    // evaluation range is 5, and evaluation periods are 3. 0 does not breach, X breaches, - is missing; then the states for missing,
    // ignore, breaching and notBreaching.
    [Theory]
    [InlineData(3, "0-X-X", "OK", "OK", "OK", "OK")]
    [InlineData(3, "0----", "OK", "OK", "OK", "OK")]
    [InlineData(3, "-----", "INSUFFICIENT_DATA", "retained", "ALARM", "OK")]
    [InlineData(3, "0XX-X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(3, "--X--", "ALARM", "retained", "ALARM", "OK")]
    [InlineData(2, "0-X-X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(2, "00X0X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData(2, "0-X--", "OK", "OK", "ALARM", "OK")]
    [InlineData(2, "----0", "OK", "OK", "ALARM", "OK")]
    [InlineData(2, "---X-", "ALARM", "retained", "ALARM", "OK")]
    public void Missing_data_is_evaluated_as_AWS_documents(int toAlarm, string points, params string[] states)
    {
        Assert.Equal(states, new[] { "missing", "ignore", "breaching", "notBreaching" }
            .Select(missing => Of(1, evaluated: 3, toAlarm, missing).StateOf(Points(points), "retained")));
    }

    // The examples of "Avoiding premature transitions to alarm state" on the same page. The point after a first breaching one may not
    // breach, so that the first one alone is no alarm until it is as old as the datapoints to alarm.
    [Theory]
    [InlineData(3, "----X", "retained")]
    [InlineData(3, "---X-", "retained")]
    [InlineData(3, "---X0", "OK")]
    [InlineData(3, "--X-0", "OK")]
    [InlineData(3, "--X--", "ALARM")]
    [InlineData(2, "----X", "retained")]
    [InlineData(2, "---X-", "ALARM")]
    public void One_breaching_point_after_missing_ones_is_no_alarm_yet(int toAlarm, string points, string state) =>
        Assert.Equal(state, Of(1, evaluated: 3, toAlarm, "missing").StateOf(Points(points), "retained"));

    [Theory]
    [InlineData("GreaterThanOrEqualToThreshold", "OK ALARM ALARM")]
    [InlineData("GreaterThanThreshold", "OK OK ALARM")]
    [InlineData("LessThanThreshold", "ALARM OK OK")]
    [InlineData("LessThanOrEqualToThreshold", "ALARM ALARM OK")]
    public void A_comparison_is_with_the_threshold(string comparison, string states)
    {
        var alarm = Of(10, evaluated: 1, toAlarm: 1, "missing") with { Comparison = comparison };
        var metrics = Drawn.Series("Metric", [(0, 9d), (Period, 10d), (2 * Period, 11d)]);

        Assert.Equal(states, string.Join(' ', alarm.Evaluate(metrics, new TimeRange(Start, Start.AddSeconds(3 * Period)))
            .Select(point => point.State)));
    }

    [Fact]
    public void Datapoints_to_alarm_need_not_follow_each_other()
    {
        var alarm = Of(10, evaluated: 3, toAlarm: 2, "missing");
        var metrics = Drawn.Series("Metric", [(0, 20d), (Period, 1d), (2 * Period, 20d), (3 * Period, 1d), (4 * Period, 1d)]);

        Assert.Equal("OK OK ALARM OK OK".Split(' ')[2..], alarm.Evaluate(metrics, new TimeRange(Start, Start.AddSeconds(5 * Period)))
            .Select(point => point.State).Skip(2));
    }

    [Theory]
    [InlineData("Sum", 7)]
    [InlineData("Maximum", 5)]
    [InlineData("Minimum", 2)]
    [InlineData("Average", 3.5)]
    [InlineData("SampleCount", 2)]
    public void A_period_has_its_statistic(string statistic, double value)
    {
        var alarm = Of(10, evaluated: 1, toAlarm: 1, "missing") with { Statistic = statistic };
        var metrics = Drawn.Series("Metric", [(60, 5d), (120, 2d)]);

        Assert.Equal(value, alarm.Evaluate(metrics, new TimeRange(Start, Start.AddSeconds(Period)))[0].Value);
    }

    [Fact]
    public void A_band_needs_three_days_and_is_the_mean_and_deviations()
    {
        var alarm = Of(null, evaluated: 1, toAlarm: 1, "notBreaching") with { Comparison = "GreaterThanUpperThreshold", BandWidth = 2 };
        var metrics = Drawn.Series("Metric", [(0, 8d), (Day, 10d), (2 * Day, 12d), (3 * Day, 14d), (4 * Day, 13d)]);

        var limits = Enumerable.Range(2, 3).Select(day =>
            alarm.Evaluate(metrics, new TimeRange(Start.AddDays(day), Start.AddDays(day).AddSeconds(Period)))[0]).ToList();

        Assert.Null(limits[0].Limit);
        Assert.Equal(10 + (2 * Math.Sqrt(8 / 3d)), limits[1].Limit!.Value, 9);
        Assert.Equal(("ALARM", "OK"), (limits[1].State, limits[2].State));
    }

    [Fact]
    public async Task The_dashboard_draws_the_anomaly_band_and_the_alarm()
    {
        var template = Path.Combine(_folder, "template.yaml");
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "template.yaml"),
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(template, text.Replace("  AnomalyDetection:\n    Type: String\n    Default: 'false'",
            "  AnomalyDetection:\n    Type: String\n    Default: 'true'", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var anomaly = Alarm.All(StackTemplate.Load(template)).Single(alarm => alarm.Threshold is null && !alarm.IsAws);
        Put(anomaly);
        await using var server = await ServedStack.ServeAsync(_folder, template);
        using var client = new HttpClient { BaseAddress = server.Url };
        var range = FormattableString.Invariant(
            $"from={Start.AddDays(5).ToUnixTimeSeconds()}&to={Start.AddDays(6).ToUnixTimeSeconds()}");

        var answer = JsonNode.Parse(await client.GetStringAsync($"/api/alarms?{range}", TestContext.Current.CancellationToken))!;
        var shown = answer["alarms"]!.AsArray().Single(alarm => alarm!["name"]!.ToString() == anomaly.Name)!;
        Assert.All(shown["points"]!.AsArray(), point => Assert.NotNull(point![2]));
        Assert.Equal(["OK", "ALARM", "OK"], shown["changes"]!.AsArray().Select(change => change![1]!.ToString()));

        await using var browser = await Chromium.StartAsync();
        await browser.GoAsync(new Uri(server.Url, $"/dashboard?{range}"));
        await browser.WaitAsync($"{Chromium.Settled} && document.querySelector('.alarm-chart canvas')");
        Assert.Contains("upper end of the band", await browser.TextAsync("document.querySelector('.alarm-chart').textContent"),
            StringComparison.Ordinal);
        // The band's line is on the canvas in the colour of its legend.
        Assert.True((await browser.EvaluateAsync("""
            (() => {
              const swatch = [...document.querySelectorAll('.alarm-chart .legend .swatch')].at(-1);
              const colour = getComputedStyle(swatch).backgroundColor.match(/\d+/g).map(Number);
              const canvas = document.querySelector('.alarm-chart canvas');
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let count = 0;
              for (let i = 0; i < data.length; i += 4)
                if (data[i + 3] > 200 && colour.every((part, c) => Math.abs(data[i + c] - part) < 6)) count++;
              return count > 50;
            })()
            """))!.GetValue<bool>());
        if (Environment.GetEnvironmentVariable("FLOWLOGS_LOOK") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, "alarm.png"), await browser.ScreenshotAsync(),
                TestContext.Current.CancellationToken);
    }

    // Six days of about 1,000 rejected packets a quarter of an hour, and an hour of 50,000 on the last one.
    void Put(Alarm alarm)
    {
        using var store = MetricStore.Open(_folder);
        store.Add([.. Enumerable.Range(0, 6 * Day / Period).Select(i => new MetricDatum
        {
            Namespace = alarm.Namespace,
            MetricName = alarm.MetricName,
            Dimensions = new SortedDictionary<string, string>(alarm.Dimensions.ToDictionary()),
            Timestamp = Start.AddSeconds((long)i * Period),
            Unit = "Count",
            Statistics = StatisticSet.Of([i / 4 == (5 * 24) + 12 ? 50_000 : 1000 + (37 * i % 200)], [1]),
        })]);
    }

    static List<bool?> Points(string text) => [.. text.Select(point => point == '-' ? (bool?)null : point == 'X')];

    static Alarm Of(double? threshold, int evaluated, int toAlarm, string missing) => new()
    {
        Name = "Alarm",
        Description = "",
        Namespace = "Space",
        MetricName = "Metric",
        Dimensions = new Dictionary<string, string>(),
        Statistic = "Sum",
        Period = Period,
        EvaluationPeriods = evaluated,
        DatapointsToAlarm = toAlarm,
        Comparison = "GreaterThanOrEqualToThreshold",
        Threshold = threshold,
        BandWidth = 2,
        MissingData = missing,
    };
}
