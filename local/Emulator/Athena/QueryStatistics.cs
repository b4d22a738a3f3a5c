
namespace Emulator.Athena;

/// <summary>The cost of a query, as in Athena's console.</summary>
/// <param name="Rows">Rows of the result that were read.</param>
/// <param name="FilesRead">Files that were opened. Conditions on partition columns skip the others.</param>
/// <param name="FilesTotal">Files of all registered partitions.</param>
/// <param name="BytesScanned">Bytes read from those files: the column chunks that the query needs, and the files' footers.</param>
/// <param name="PartitionsRead">Partitions with files that were read.</param>
/// <param name="PartitionsTotal">All registered partitions.</param>
/// <param name="Elapsed">The time from the statement to the last row.</param>
public sealed record QueryStatistics(
    long Rows,
    int FilesRead,
    int FilesTotal,
    long BytesScanned,
    int PartitionsRead,
    int PartitionsTotal,
    TimeSpan Elapsed)
{
    static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    /// <summary>Returns one line: <c>10 rows, 1 of 72 files read (1 of 74 partitions), 12.3 KB scanned, 0.12 s</c>.</summary>
    public override string ToString() =>
        $"{Rows:N0} {(Rows == 1 ? "row" : "rows")}, {FilesRead:N0} of {FilesTotal:N0} files read ({PartitionsRead:N0} of "
        + $"{PartitionsTotal:N0} partitions), {Size(BytesScanned)} scanned, {Elapsed.TotalSeconds:0.00} s";

    static string Size(long bytes)
    {
        var (amount, unit) = ((double)bytes, 0);
        for (; amount >= 1000 && unit < Units.Length - 1; unit++)
            amount /= 1000;
        return unit == 0 ? $"{bytes} {Units[0]}" : $"{amount:0.0} {Units[unit]}";
    }
}
