namespace FlowLogs.Local.Stack;

/// <summary>
/// The folder that holds a local stack's data: <c>s3/</c> is S3, <c>glue/</c> the catalog, <c>.flowlogs/</c> what a run needs while it runs.
/// </summary>
public sealed class DataFolder : IDisposable
{
    readonly FileStream _lock;

    DataFolder(string root, FileStream @lock)
    {
        (Root, _lock) = (root, @lock);
        WorkFolder = Path.Combine(root, ".flowlogs", "run");
    }

    public string Root { get; }

    /// <summary>For files that are not whole yet; this run's alone, and empty when it begins.</summary>
    public string WorkFolder { get; }

    /// <summary>
    /// Whether the run before this one was ended from outside, by a kill or with the machine. What it had stored is whole and stays; its
    /// records that were on their way are not stored, and running its inputs again stores the others twice.
    /// </summary>
    public bool FollowsUnfinishedRun { get; private set; }

    /// <summary>Opens the folder for a run; it is made where it is missing. One run at a time has it.</summary>
    /// <exception cref="StackException">Another run has it, or it cannot be written to.</exception>
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

    /// <summary>Where the folder is, or will be.</summary>
    /// <exception cref="StackException">The name is empty, or a file's.</exception>
    public static string FullPath(string path)
    {
        if (path.Length == 0)
            throw new StackException("The data folder's name is empty; --data names one.");
        return File.Exists(path) ? throw new StackException($"{path}: is a file; --data names a folder.") : Path.GetFullPath(path);
    }

    /// <summary>Finds the folder for those who only read.</summary>
    /// <exception cref="StackException">There is no such folder.</exception>
    public static string OpenForReading(string path) => FullPath(path) is var root && Directory.Exists(root)
        ? root
        : throw new StackException($"{path}: there is no such data folder; 'flowlogs run' makes one, and --data names it.");

    /// <summary>The folder that stands for a bucket.</summary>
    public string Bucket(string name) => Path.Combine(Root, "s3", name);

    public void Dispose()
    {
        if (Directory.Exists(WorkFolder))
            Directory.Delete(WorkFolder, recursive: true);
        _lock.Dispose();
    }

    // What a run that was killed left behind was never part of the data.
    void BeginWork()
    {
        FollowsUnfinishedRun = Directory.Exists(WorkFolder);
        if (FollowsUnfinishedRun)
            Directory.Delete(WorkFolder, recursive: true);
        Directory.CreateDirectory(WorkFolder);
    }

    static FileStream Lock(string root) => FileLock.TryTake(Path.Combine(root, ".flowlogs", "lock"))
        ?? throw new StackException($"{root}: another run is writing to this data folder; wait for its end, or name another with --data.");
}
