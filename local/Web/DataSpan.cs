using System.Globalization;
using Emulator.S3;

namespace Web;

/// <summary>The time that the stored records span. A page's "last 24 hours" end with the newest record: flow logs may be as old as they are.</summary>
/// <param name="First">The hour that the first file came in, UTC.</param>
/// <param name="Newest">The end of the newest record, UTC.</param>
sealed record DataSpan(DateTimeOffset First, DateTimeOffset Newest)
{
    // Records come minutes after their time; those of the first hour may have begun in the hour before.
    static readonly TimeSpan Delay = TimeSpan.FromHours(1);

    /// <summary>Null where no record is stored.</summary>
    public static async Task<DataSpan?> FindAsync(StackView stack)
    {
        var buckets = new LocalBuckets(stack.DataFolder);
        var partitions = stack.Engine.Catalog.Partitions();
        var first = partitions.FirstOrDefault(HasFiles);
        var last = partitions.LastOrDefault(HasFiles);
        if (first is null || last is null)
            return null;
        var keys = stack.Engine.Table.PartitionKeys.Zip(last.Values, (key, value) => $"{key} = {SqlText.Of(value)}");
        var answer = await stack.Queries.AnswerAsync($"SELECT max(\"end\") FROM {stack.Engine.Table.Name} WHERE {string.Join(" AND ", keys)}");
        var newest = answer.Rows[0][0] is DateTime end ? new DateTimeOffset(end, TimeSpan.Zero) : Hour(last.Values).AddHours(1);
        return new DataSpan(Hour(first.Values) - Delay, newest);

        bool HasFiles(Emulator.Athena.Partition partition) => S3Location.TryParse(partition.Location, out var location)
            && buckets.FolderOf(location) is var folder && Directory.Exists(folder)
            && Directory.EnumerateFiles(folder, "*.parquet").Any();
    }

    static DateTimeOffset Hour(IReadOnlyList<string> values) =>
        DateTimeOffset.TryParseExact(string.Concat(values), "yyyyMMddHH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour)
            ? hour
            : DateTimeOffset.UnixEpoch;
}
