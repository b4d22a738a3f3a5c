namespace Tool.Stack;

/// <summary>
/// The folder that holds a local stack's data: <c>s3/</c> is S3, <c>glue/</c> the catalog, <c>.flowlogs/</c> what a run needs while it runs,
/// and the list of runs.
/// </summary>
public sealed class DataFolder : IDisposable
{
    readonly FileStream _lock;
    RunManifest? _run;

    DataFolder(string root, FileStream @lock)
    {
        (Root, _lock) = (root, @lock);
        WorkFolder = Path.Combine(root, ".flowlogs", "run");
        RunId = RunManifest.NewId(root);
    }

    public string Root { get; }

    /// <summary>For files that are not whole yet; the folder is this run's alone, and empty when the run begins.</summary>
    public string WorkFolder { get; }

    /// <summary>The id of this run: part of the name of each object that the run stores.</summary>
    public string RunId { get; }

    /// <summary>
    /// The run before this one, where it was killed. What it stored is whole and stays; its other records are not stored, and running its
    /// inputs again stores the first ones twice.
    /// </summary>
    public RunManifest? UnfinishedRun { get; private set; }

    /// <summary>Opens the folder for a run, and creates it where it is missing. One run at a time has it.</summary>
    /// <exception cref="StackException">Another run has the folder, or it cannot be written to.</exception>
    public static DataFolder OpenForRun(string path)
    {
        var root = FullPath(path);
        try
        {
            Directory.CreateDirectory(Path.Combine(root, ".flowlogs"));
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
            throw new StackException($"{path}: cannot be used as the data folder: {exception.Message}", exception);
        }
    }

    /// <summary>Returns where the folder is, or will be.</summary>
    /// <exception cref="StackException">The name is empty, or a file's.</exception>
    public static string FullPath(string path)
    {
        if (path.Length == 0)
            throw new StackException("The data folder's name is empty. Name one with --data.");
        return File.Exists(path) ? throw new StackException($"{path}: is a file. Name a folder with --data.") : Path.GetFullPath(path);
    }

    /// <summary>Finds the folder for those who only read.</summary>
    /// <exception cref="StackException">There is no such folder.</exception>
    public static string OpenForReading(string path) => FullPath(path) is var root && Directory.Exists(root)
        ? root
        : throw new StackException($"{path}: the data folder does not exist. 'flowlogs run' creates one; name another with --data.");

    /// <summary>The folder that stands for a bucket.</summary>
    public string Bucket(string name) => Path.Combine(Root, "s3", name);

    /// <summary>Returns the random string of a new object's name, with the run's id.</summary>
    public string NewObjectId() => StoredObject.NewRandomString(RunId);

    /// <summary>Notes that the run stores from here on.</summary>
    public void BeginStoring(IReadOnlyList<string> inputs)
    {
        if (_run is not null)
            return;
        _run = new RunManifest { Id = RunId, Started = DateTimeOffset.UtcNow, Inputs = inputs };
        _run.Save(Root, WorkFolder);
    }

    /// <summary>Notes what the run has stored so far, for the case that it ends here.</summary>
    public void EndStoring(long rows, long unparsed, long failed)
    {
        _run = _run! with { Ended = DateTimeOffset.UtcNow, Rows = rows, Unparsed = unparsed, Failed = failed };
        _run.Save(Root, WorkFolder);
    }

    public void Dispose()
    {
        if (Directory.Exists(WorkFolder))
            Directory.Delete(WorkFolder, recursive: true);
        _lock.Dispose();
    }

    // What a killed run left in the work folder was never part of the data.
    void BeginWork()
    {
        if (Directory.Exists(WorkFolder))
        {
            UnfinishedRun = RunManifest.All(Root) is [.., { Ended: null } last] ? last : null;
            Directory.Delete(WorkFolder, recursive: true);
        }
        Directory.CreateDirectory(WorkFolder);
    }

    static FileStream Lock(string root) => FileLock.TryTake(Path.Combine(root, ".flowlogs", "lock"))
        ?? throw new StackException($"{root}: another run is writing to this data folder. Wait for its end, or name another folder with --data.");
}
