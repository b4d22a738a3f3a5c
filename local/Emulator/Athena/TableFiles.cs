using Emulator.S3;

namespace Emulator.Athena;

/// <summary>The data files of a table's registered partitions.</summary>
sealed class TableFiles
{
    static readonly EnumerationOptions AllFiles = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    TableFiles(IReadOnlyList<FileGroup> groups, IReadOnlyDictionary<string, List<Partition>> partitionsOf, int partitionCount)
    {
        Groups = groups;
        PartitionsOf = partitionsOf;
        PartitionCount = partitionCount;
    }

    public IReadOnlyList<FileGroup> Groups { get; }

    /// <summary>The partitions of each file; several if their locations overlap.</summary>
    public IReadOnlyDictionary<string, List<Partition>> PartitionsOf { get; }

    public int PartitionCount { get; }

    /// <summary>
    /// Lists the files as Hive sees them: names that begin with a dot or an underscore are hidden, and a location without files is not an
    /// error.
    /// </summary>
    public static TableFiles List(IReadOnlyList<Partition> partitions, IReadOnlyList<string> keys, LocalBuckets buckets)
    {
        var groups = new Dictionary<FileLayout, List<string>>();
        var partitionsOf = new Dictionary<string, List<Partition>>();
        foreach (var partition in partitions)
        {
            var folder = FolderOf(partition, buckets);
            if (folder is null || !Directory.Exists(folder))
                continue;

            List<string>? group = null;
            foreach (var file in Directory.EnumerateFiles(folder, "*.parquet", AllFiles))
            {
                if (IsHidden(file.AsSpan(folder.Length)))
                    continue;
                if (group is null)
                {
                    var layout = FileLayout.Of(folder, partition, keys);
                    if (!groups.TryGetValue(layout, out group))
                        groups[layout] = group = [];
                }

                group.Add(file);
                if (!partitionsOf.TryGetValue(file, out var owners))
                    partitionsOf[file] = owners = [];
                owners.Add(partition);
            }
        }

        foreach (var group in groups.Values)
            group.Sort(StringComparer.Ordinal);
        return new TableFiles([.. groups.Select(group => new FileGroup(group.Key, group.Value))], partitionsOf, partitions.Count);
    }

    /// <summary>Returns whether the files have more bytes than a limit. Files that were deleted since do not count.</summary>
    public bool AreLargerThan(long bytes)
    {
        foreach (var file in PartitionsOf.Keys)
        {
            if (new FileInfo(file) is { Exists: true } found && (bytes -= found.Length) < 0)
                return true;
        }

        return false;
    }

    static string? FolderOf(Partition partition, LocalBuckets buckets)
    {
        try
        {
            return S3Location.TryParse(partition.Location, out var location) ? buckets.FolderOf(location) : null;
        }
        catch (FormatException)
        {
            // A prefix that cannot be a folder name has no files on this machine.
            return null;
        }
    }

    static bool IsHidden(ReadOnlySpan<char> pathInPartition)
    {
        var start = true;
        foreach (var c in pathInPartition)
        {
            if (start && (c is '.' or '_'))
                return true;
            start = c == Path.DirectorySeparatorChar;
        }

        return false;
    }
}

/// <param name="Layout">The way to read the partition's values from a path of this group.</param>
/// <param name="Files">Full paths, sorted.</param>
sealed record FileGroup(FileLayout Layout, IReadOnlyList<string> Files);

/// <summary>
/// How a branch of the table's view computes the partition columns, so that DuckDB opens only files that can match a condition on them. The
/// first columns (year, month) are constants: DuckDB drops a branch that cannot have rows before it lists the branch's files. The last two
/// (day, hour) are read from the file's path if it ends with them, as Firehose's prefixes do (<c>.../2026/11/25/10</c>), and DuckDB skips
/// files whose path does not match. One branch per hour would take seconds to plan; a single branch would check the path of every file.
/// </summary>
/// <param name="Columns">The partition columns, as a select list has them.</param>
sealed record FileLayout(string Columns)
{
    const int ColumnsFromPath = 2;

    public static FileLayout Of(string folder, Partition partition, IReadOnlyList<string> keys)
    {
        var constant = Math.Max(0, keys.Count - ColumnsFromPath);
        var all = partition.Values;
        var ending = string.Concat(all.Skip(constant).Select(value => Path.DirectorySeparatorChar + value));
        if (!folder.EndsWith(ending, StringComparison.Ordinal))
            constant = keys.Count;

        var values = all.Take(constant).Select(Sql.Text)
            .Concat(Places(all.Skip(constant), CodePoints(folder) - CodePoints(ending)));
        return new FileLayout(string.Join(", ", values.Zip(keys, (value, key) => $"{value} AS {Sql.Name(key)}")));
    }

    /// <summary>DuckDB counts positions in a string in code points, from 1.</summary>
    static IEnumerable<string> Places(IEnumerable<string> values, int before)
    {
        foreach (var value in values)
        {
            var length = CodePoints(value);
            yield return $"substring({Sql.FileName}, {before + 2}, {length})";
            before += 1 + length;
        }
    }

    static int CodePoints(string text) => text.EnumerateRunes().Count();
}
