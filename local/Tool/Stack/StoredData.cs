using Emulator.CloudWatch;
using ParquetSharp;

namespace Tool.Stack;

/// <summary>Lists, removes and verifies the data of a data folder by run.</summary>
static class StoredData
{
    /// <summary>Lists the runs of a data folder, the oldest first, then objects without a known run.</summary>
    public static IReadOnlyList<StoredRun> Runs(string root)
    {
        var objects = StoredObject.All(root).ToLookup(stored => stored.RunId);
        var manifests = RunManifest.All(root);
        var known = manifests.Select(run => run.Id).ToHashSet();
        return
        [
            .. manifests.Select(run => new StoredRun(run.Id, run, [.. objects[run.Id]])),
            .. objects.Where(group => !known.Contains(group.Key)).Select(group => new StoredRun(group.Key, null, [.. group])),
        ];
    }

    /// <summary>Counts the rows of an object; null if it is not readable.</summary>
    public static long? RowsOf(StoredObject stored)
    {
        if (stored.IsError)
            return 0;
        try
        {
            using var file = new ParquetFileReader(stored.Path);
            return file.FileMetaData.NumRows;
        }
        catch (Exception exception) when (exception is ParquetException or IOException)
        {
            return null;
        }
    }

    /// <summary>Removes objects and metrics. If it is killed, files stay complete, and the same call removes the rest.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="isChosen">Selects the objects.</param>
    /// <param name="isChosenMetric">Selects the metrics.</param>
    /// <returns>The removed objects.</returns>
    public static IReadOnlyList<StoredObject> Remove(DataFolder folder, Func<StoredObject, bool> isChosen,
        Predicate<MetricDatum> isChosenMetric)
    {
        var removed = StoredObject.All(folder.Root).Where(isChosen).ToList();
        var rows = removed.GroupBy(stored => stored.RunId)
            .ToDictionary(group => group.Key, group => group.Sum(stored => RowsOf(stored) ?? 0));
        foreach (var stored in removed)
        {
            File.Delete(stored.Path);
            RemoveEmptyFolders(Path.GetDirectoryName(stored.Path)!, Path.Combine(folder.Root, "s3"));
        }
        MetricStore.Remove(folder.Root, isChosenMetric);
        foreach (var run in Runs(folder.Root).Where(run => run.Manifest is not null))
        {
            if (run.Objects.Count == 0 && rows.ContainsKey(run.Id))
                RunManifest.Delete(folder.Root, run.Id);
            else if (rows.TryGetValue(run.Id, out var gone) && run.Manifest!.Rows is { } before)
                (run.Manifest with { Rows = before - gone }).Save(folder.Root, folder.WorkFolder);
        }
        return removed;
    }

    static void RemoveEmptyFolders(string folder, string top)
    {
        while (folder != top && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }
}

/// <summary>The data of one run.</summary>
/// <param name="Id">The run's id; empty for objects without one.</param>
/// <param name="Manifest">The run's manifest; null if there is none.</param>
/// <param name="Objects">The objects that the run stored.</param>
sealed record StoredRun(string Id, RunManifest? Manifest, IReadOnlyList<StoredObject> Objects);
