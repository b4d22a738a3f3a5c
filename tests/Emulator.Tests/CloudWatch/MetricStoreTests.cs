using CsCheck;
using Emulator.CloudWatch;

namespace Emulator.Tests.CloudWatch;

public sealed class MetricStoreTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("metrics-");

    string MetricsFile => Path.Combine(_folder.FullName, "cloudwatch", "metrics.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_empty_folder_has_no_series() => Assert.Empty(new MetricReader(_folder.FullName).Refresh().Series);

    [Fact]
    public void Values_and_their_counts_are_summed()
    {
        using (var store = MetricStore.Open(_folder.FullName))
        {
            store.Add([Datum(StatisticSet.Of([5, 2], [1, 3])), Datum(StatisticSet.Of([2], [1]))]);
            store.Add([Datum(new StatisticSet { SampleCount = 2, Sum = 0.1, Minimum = -1, Maximum = 1.1 })]);
        }

        var statistics = Assert.Single(Assert.Single(new MetricReader(_folder.FullName).Refresh().Series).Points).Value;
        Assert.Equal((7, 13.1, -1, 5), (statistics.SampleCount, statistics.Sum, statistics.Minimum, statistics.Maximum));
        Assert.Equal([2, 5], statistics.Values);
        Assert.Equal([4, 1], statistics.Counts);
    }

    [Fact]
    public void A_truncated_write_loses_only_its_own_call()
    {
        using (var store = MetricStore.Open(_folder.FullName))
        {
            store.Add([Datum(1)]);
            store.Add([Datum(10), Datum(100)]);
        }
        var whole = File.ReadAllBytes(MetricsFile);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;

        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(MetricsFile, whole[..length]);
            Assert.Equal(1, Sum());

            using (var store = MetricStore.Open(_folder.FullName))
                store.Add([Datum(1000)]);
            Assert.Equal(1001, Sum());
        }
    }

    [Fact]
    public void A_truncated_first_write_stores_nothing()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(MetricsFile)!);
        File.WriteAllText(MetricsFile, new string('[', 10_000));

        using (var store = MetricStore.Open(_folder.FullName))
            store.Add([Datum(1)]);

        Assert.Equal(1, Sum());
    }

    [Fact]
    public void A_reader_continues_while_another_process_writes()
    {
        var reader = new MetricReader(_folder.FullName);
        using var store = MetricStore.Open(_folder.FullName);

        for (var calls = 1; calls <= 300; calls++)
        {
            store.Add([.. Enumerable.Range(0, calls).Select(_ => Datum(1))]);
            Assert.Equal(calls * (calls + 1) / 2, Sum(reader));
        }
    }

    [Fact]
    public void A_reader_starts_again_after_the_folder_was_replaced()
    {
        var reader = new MetricReader(_folder.FullName);
        using (var store = MetricStore.Open(_folder.FullName))
            store.Add([Datum(1), Datum(2)]);
        Assert.Equal(3, Sum(reader));

        File.Delete(MetricsFile);
        using (var store = MetricStore.Open(_folder.FullName))
            store.Add([Datum(5)]);

        Assert.Equal(5, Sum(reader));
    }

    [Fact]
    public void A_damaged_line_is_reported_with_its_place()
    {
        using (var store = MetricStore.Open(_folder.FullName))
            store.Add([Datum(1)]);
        var place = new FileInfo(MetricsFile).Length;
        File.AppendAllText(MetricsFile, "what?\n");

        var error = Assert.Throws<IOException>(() => Sum());

        Assert.StartsWith($"{MetricsFile}: the line at byte {place} is invalid:", error.Message);
    }

    [Fact]
    public void Any_double_is_read_back_unchanged() => Gen.Double[-1e108, 1e108].Sample(
        value =>
        {
            _folder.GetDirectories().ToList().ForEach(folder => folder.Delete(recursive: true));
            using (var store = MetricStore.Open(_folder.FullName))
                store.Add([Datum(value)]);
            return Sum() == value;
        },
        iter: 50,
        threads: 1);

    double Sum(MetricReader? reader = null) =>
        Assert.Single((reader ?? new MetricReader(_folder.FullName)).Refresh().Series).Points.Single().Value.Sum;

    static MetricDatum Datum(double value) => Datum(StatisticSet.Of([value], [1]));

    static MetricDatum Datum(StatisticSet statistics) => new()
    {
        Namespace = "n",
        MetricName = "m",
        Dimensions = new() { ["StackName"] = "s" },
        Timestamp = CloudWatchFixture.Noon,
        Unit = "Count",
        Statistics = statistics,
    };
}
