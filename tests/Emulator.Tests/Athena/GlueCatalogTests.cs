using Emulator.Athena;

namespace Emulator.Tests.Athena;

public sealed class GlueCatalogTests : IDisposable
{
    static readonly DateTime Hour = new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);

    readonly TestTable _table = new();

    GlueCatalog Catalog => _table.Engine.Catalog;

    [Fact]
    public void A_new_catalog_has_no_partitions() => Assert.Empty(Catalog.Partitions());

    [Fact]
    public void Partitions_are_listed_by_name_with_their_locations()
    {
        Catalog.Add([TestTable.Hour(Hour.AddHours(1)), TestTable.Hour(Hour)], ifNotExists: false);
        Assert.Equal(["year=2026/month=11/day=25/hour=10", "year=2026/month=11/day=25/hour=11"], Catalog.Partitions()
            .Select(partition => partition.Name));
        Assert.Equal("s3://flow-logs/flowlogs/2026/11/25/10/", Catalog.Partitions()[0].Location);
        Assert.Equal(["2026", "11", "25", "10"], Catalog.Partitions()[0].Values);
    }

    [Fact]
    public void Adding_an_existing_partition_leaves_the_file_unchanged()
    {
        Catalog.Add([TestTable.Hour(Hour)], ifNotExists: true);
        var file = Directory.GetFiles(_table.Folder, "partitions", SearchOption.AllDirectories).Single();
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, written);

        Assert.Equal(0, Catalog.Add([TestTable.Hour(Hour) with { Location = "s3://elsewhere/" }], ifNotExists: true));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        Assert.Equal("s3://flow-logs/flowlogs/2026/11/25/10/", Catalog.Partitions()[0].Location);
    }

    [Fact]
    public void Adding_an_existing_partition_without_if_not_exists_fails()
    {
        Catalog.Add([TestTable.Hour(Hour)], ifNotExists: false);
        var failure = Assert.Throws<AthenaException>(() =>
            Catalog.Add([TestTable.Hour(Hour.AddHours(1)), TestTable.Hour(Hour)], ifNotExists: false));
        Assert.Equal("Partition already exists: year=2026/month=11/day=25/hour=10", failure.Message);
        Assert.Single(Catalog.Partitions());
    }

    [Fact]
    public void One_value_drops_many_partitions_and_all_values_drop_one()
    {
        Catalog.Add(Enumerable.Range(0, 48).Select(i => TestTable.Hour(Hour.AddHours(i))), ifNotExists: true);
        Assert.Equal(1, Catalog.Drop([["2026", "11", "25", "10"]], ifExists: false));
        Assert.Equal(24, Catalog.Drop([[null, null, "26", null]], ifExists: false));
        Assert.Equal(0, Catalog.Drop([["2026", "11", "26", null]], ifExists: true));
        Assert.Equal(23, Catalog.Partitions().Count);
    }

    [Fact]
    public void Dropping_a_missing_partition_without_if_exists_fails()
    {
        var failure = Assert.Throws<AthenaException>(() => Catalog.Drop([["2026", "11", "25", "10"]], ifExists: false));
        Assert.Equal("Partition not found: year = '2026', month = '11', day = '25', hour = '10'", failure.Message);
    }

    [Fact]
    public void Values_of_any_characters_are_read_back_unchanged()
    {
        string[] values = ["a/b=c%", "'\"\t\n", "zeile\u00e4\u20ac", ""];
        Catalog.Add([TestTable.PartitionOf(values, "s3://flow-logs/x/")], ifNotExists: false);
        Assert.Equal(values, Catalog.Partitions()[0].Values);
        Assert.Equal(1, Catalog.Drop([values], ifExists: false));
    }

    [Fact]
    public async Task Concurrent_writers_lose_nothing_and_readers_see_whole_statements()
    {
        var ct = TestContext.Current.CancellationToken;
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(
            () =>
            {
                for (var i = 0; i < 10; i++)
                    new GlueCatalog(_table.Folder, TestTable.Definition)
                        .Add(Enumerable.Range(0, 5).Select(hour => TestTable.Hour(Hour.AddHours(writer * 50 + i * 5 + hour))),
                        ifNotExists: false);
            },
            ct)).ToList();
        var reader = Task.Run(
            () =>
            {
                var seen = 0;
                while (!writers.TrueForAll(writer => writer.IsCompleted))
                {
                    var count = Catalog.Partitions().Count;
                    Assert.Equal(0, count % 5);
                    Assert.True(count >= seen);
                    seen = count;
                }
            },
            ct);
        await Task.WhenAll([.. writers, reader]);
        Assert.Equal(200, Catalog.Partitions().Count);
    }

    [Fact]
    public void Files_of_a_killed_process_do_no_harm()
    {
        Catalog.Add([TestTable.Hour(Hour)], ifNotExists: true);
        var folder = Path.GetDirectoryName(Directory.GetFiles(_table.Folder, "partitions", SearchOption.AllDirectories).Single())!;
        File.WriteAllText(Path.Combine(folder, ".partitions.new"), "year=2026/mon");
        File.WriteAllText(Path.Combine(folder, ".lock"), "");

        Assert.Single(Catalog.Partitions());
        Catalog.Add([TestTable.Hour(Hour.AddHours(1))], ifNotExists: true);
        Assert.Equal(2, Catalog.Partitions().Count);
    }

    public void Dispose() => _table.Dispose();
}
