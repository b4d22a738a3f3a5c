using System.Text;

namespace Emulator.Athena;

/// <summary>
/// The partitions of one table, in the file <c>DIR/glue/DATABASE/TABLE/partitions</c>: a line for each, its name, a tab and its location,
/// in the names' order. A change writes the whole file aside and renames it, under a lock that ends with the process that holds it:
/// readers see the catalog before a statement or after it, and so does whoever comes after a kill.
/// </summary>
public sealed class GlueCatalog
{
    static readonly Comparer<Partition> ByName =
        Comparer<Partition>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name));

    static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(15);

    readonly string _file;
    readonly string _aside;
    readonly string _lock;

    /// <param name="dataFolder">The data folder.</param>
    /// <param name="table">The table of the partitions.</param>
    public GlueCatalog(string dataFolder, TableDefinition table)
    {
        Table = table;
        var folder = Path.Combine(Path.GetFullPath(dataFolder), "glue", table.Database, table.Name);
        _file = Path.Combine(folder, "partitions");
        _aside = Path.Combine(folder, ".partitions.new");
        _lock = Path.Combine(folder, ".lock");
    }

    public TableDefinition Table { get; }

    /// <summary>All partitions, sorted by name.</summary>
    public IReadOnlyList<Partition> Partitions() => Read();

    /// <summary>Adds partitions. An existing partition keeps its location.</summary>
    /// <param name="partitions">The partitions, each with a value for every partition key.</param>
    /// <param name="ifNotExists">Whether existing partitions are skipped; otherwise an existing partition is an error and nothing is
    /// added.</param>
    /// <returns>The number of added partitions.</returns>
    /// <exception cref="AthenaException">A partition already exists.</exception>
    public int Add(IEnumerable<Partition> partitions, bool ifNotExists) => Change(catalog =>
    {
        var added = 0;
        foreach (var partition in partitions)
        {
            if (Place(catalog, partition) is < 0 and var place)
            {
                catalog.Insert(~place, partition);
                added++;
            }
            else if (!ifNotExists)
            {
                throw new AthenaException($"Partition already exists: {partition.Name}");
            }
        }

        return added;
    });

    /// <summary>Drops every partition that matches one of the specifications; their files stay.</summary>
    /// <param name="specifications">A value for each partition key, or null for any value.</param>
    /// <param name="ifExists">Whether a specification without a match is skipped; otherwise it is an error and nothing is dropped.</param>
    /// <returns>The number of dropped partitions.</returns>
    /// <exception cref="AthenaException">A specification matches no partition.</exception>
    public int Drop(IEnumerable<IReadOnlyList<string?>> specifications, bool ifExists) => Change(catalog =>
    {
        var dropped = 0;
        foreach (var specification in specifications)
        {
            var matches = Remove(catalog, specification);
            if (matches == 0 && !ifExists)
                throw new AthenaException($"Partition not found: {Describe(specification)}");
            dropped += matches;
        }

        return dropped;
    });

    int Remove(List<Partition> catalog, IReadOnlyList<string?> specification)
    {
        if (specification.Any(value => value is null))
            return catalog.RemoveAll(partition => Matches(partition, specification));
        var place = Place(catalog, new Partition(Partition.NameOf(Table.PartitionKeys, [.. specification.Select(value => value!)]), ""));
        if (place < 0)
            return 0;
        catalog.RemoveAt(place);
        return 1;
    }

    static bool Matches(Partition partition, IReadOnlyList<string?> specification) =>
        partition.Values.Zip(specification).All(pair => pair.Second is null || pair.First == pair.Second);

    // Most partitions come in order, after the last one.
    static int Place(List<Partition> catalog, Partition partition) =>
        catalog.Count == 0 || ByName.Compare(catalog[^1], partition) < 0 ? ~catalog.Count : catalog.BinarySearch(partition, ByName);

    string Describe(IReadOnlyList<string?> specification) =>
        string.Join(", ", Table.PartitionKeys.Zip(specification).Where(pair => pair.Second is not null)
            .Select(pair => $"{pair.First} = '{pair.Second}'"));

    int Change(Func<List<Partition>, int> change)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        using var held = Lock();
        var catalog = Read();
        var changed = change(catalog);
        if (changed > 0)
            Replace(catalog);
        return changed;
    }

    List<Partition> Read()
    {
        var catalog = new List<Partition>();
        try
        {
            using var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var lines = new StreamReader(file, Encoding.UTF8);
            while (lines.ReadLine() is { } line)
            {
                var tab = line.IndexOf('\t');
                if (tab < 0)
                    throw new AthenaException($"{_file} is not a catalog of partitions: the line '{line}' has no location. Remove the line.");
                catalog.Add(new Partition(line[..tab], line[(tab + 1)..]));
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing is registered yet.
        }

        return catalog;
    }

    void Replace(IEnumerable<Partition> partitions)
    {
        FileSizeLimit.Write(_file, () =>
        {
            using var file = new FileStream(_aside, FileMode.Create, FileAccess.Write, FileShare.None);
            using (var lines = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" })
            {
                foreach (var partition in partitions)
                    lines.WriteLine($"{partition.Name}\t{partition.Location}");
            }

            file.Flush(flushToDisk: true);
        });
        File.Move(_aside, _file, overwrite: true);
    }

    FileStream Lock()
    {
        var waited = TimeSpan.Zero;
        while (true)
        {
            if (FileLock.TryTake(_lock) is { } held)
                return held;
            if (waited >= LockTimeout)
                throw new AthenaException($"Timed out after {LockTimeout.TotalSeconds:0} s: another process locks {_lock}. Try again.");
            Thread.Sleep(LockRetry);
            waited += LockRetry;
        }
    }
}
