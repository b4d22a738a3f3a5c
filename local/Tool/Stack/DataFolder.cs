namespace Tool.Stack;

/// <summary>
/// The folder of a local stack's data: <c>s3/</c> has the buckets, <c>glue/</c> the catalog, <c>.flowlogs/</c> the lock, the list of runs
/// and the unfinished files of a run.
/// </summary>
public sealed class DataFolder : IDisposable
{
    const string OwnFolder = ".flowlogs";

    readonly FileStream _lock;
    RunManifest? _run;

    DataFolder(string root, FileStream @lock)
    {
        (Root, _lock) = (root, @lock);
        WorkFolder = Path.Combine(root, OwnFolder, "run");
        RunId = RunManifest.NewId(root);
    }

    public string Root { get; }

    /// <summary>Holds this run's unfinished files; empty when the run begins.</summary>
    public string WorkFolder { get; }

    /// <summary>The id of this run: part of the name of each object that the run stores.</summary>
    public string RunId { get; }

    /// <summary>
    /// The run before this one, if it was killed. The files that it stored are complete and stay; running its inputs again stores the
    /// records in these files twice.
    /// </summary>
    public RunManifest? UnfinishedRun { get; private set; }

    /// <summary>Whether this run has begun to store.</summary>
    public bool IsStoring => _run is not null;

    /// <summary>Opens the folder for one run at a time, and creates it if it is missing.</summary>
    /// <exception cref="StackException">Another run uses the folder, or the folder is not writable.</exception>
    public static DataFolder OpenForRun(string path)
    {
        var root = FullPath(path);
        try
        {
            Directory.CreateDirectory(Path.Combine(root, OwnFolder));
            var folder = new DataFolder(root, Lock(root));
            try
            {
                folder.BeginWork();
                return folder;
            }
            catch
            {
                folder._lock.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackException($"Cannot use the data folder {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Returns the folder's full path, whether it exists or not.</summary>
    /// <exception cref="StackException">The name is empty or names a file.</exception>
    public static string FullPath(string path)
    {
        if (path.Length == 0)
            throw new StackException("The value of --data is empty. Name a folder.");
        return File.Exists(path) ? throw new StackException($"{path} is a file. Name a folder with --data.") : Path.GetFullPath(path);
    }

    /// <summary>Finds the folder for reading.</summary>
    /// <exception cref="StackException">The folder does not exist.</exception>
    public static string OpenForReading(string path) => FullPath(path) is var root && Directory.Exists(root)
        ? root
        : throw new StackException($"Data folder not found: {path}. 'flowlogs run FILE' creates one, 'flowlogs demo' creates a sample; "
        + $"--data names another.");

    /// <summary>Empties the folder for a new sample.</summary>
    /// <exception cref="StackException">The folder has data that is not a sample, or cannot be emptied.</exception>
    public void BeginSample()
    {
        var runs = RunManifest.All(Root);
        var data = Directory.EnumerateFileSystemEntries(Root).Where(path => Path.GetFileName(path) != OwnFolder).ToList();
        if (data.Count > 0 && (runs.Count == 0 || runs.Any(run => !run.IsSample)))
            throw new StackException($"The folder {Root} has data that is not a sample. Name another folder with --data.");
        try
        {
            foreach (var path in data)
            {
                if (Directory.Exists(path))
                    Directory.Delete(path, recursive: true);
                else
                    File.Delete(path);
            }
            foreach (var run in runs)
                RunManifest.Delete(Root, run.Id);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StackException($"Cannot replace the sample in {Root}: {exception.Message}", exception);
        }
    }

    /// <summary>Returns the folder of a bucket.</summary>
    public string Bucket(string name) => Path.Combine(Root, "s3", name);

    /// <summary>Returns the random string of a new object's name, with the run's id.</summary>
    public string NewObjectId() => StoredObject.NewRandomString(RunId);

    /// <summary>Records that the run stores from now on.</summary>
    public void BeginStoring(IReadOnlyList<string> inputs)
    {
        if (_run is not null)
            return;
        _run = new RunManifest { Id = RunId, Started = DateTimeOffset.UtcNow, Inputs = inputs };
        _run.Save(Root, WorkFolder);
    }

    /// <summary>Records what the run has stored so far, in case it is killed.</summary>
    public void EndStoring(long rows)
    {
        _run = _run! with { Ended = DateTimeOffset.UtcNow, Rows = rows };
        _run.Save(Root, WorkFolder);
    }

    public void Dispose()
    {
        if (Directory.Exists(WorkFolder))
            Directory.Delete(WorkFolder, recursive: true);
        _lock.Dispose();
    }

    // The unfinished files of a killed run are not part of the data.
    void BeginWork()
    {
        if (Directory.Exists(WorkFolder))
        {
            UnfinishedRun = RunManifest.All(Root) is [.., { Ended: null } last] ? last : null;
            Directory.Delete(WorkFolder, recursive: true);
        }
        Directory.CreateDirectory(WorkFolder);
    }

    static FileStream Lock(string root) => FileLock.TryTake(Path.Combine(root, OwnFolder, "lock"))
        ?? throw new StackException($"Another run is writing to the data folder {root}. Wait for its end, or name another folder with "
        + $"--data.");
}
