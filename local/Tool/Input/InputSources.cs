namespace Tool.Input;

/// <summary>
/// Finds the inputs of the names on a command line: a file, a folder with all below it (as AWS lays out <c>AWSLogs/</c>), a pattern,
/// an <c>s3://</c> address, or <c>-</c> for standard input. Each file is an input once, whatever names and links lead to it, and the run's
/// own data folder never is.
/// </summary>
/// <param name="dataFolder">The run's data folder.</param>
/// <param name="note">Receives each skipped path, as one line of text.</param>
public sealed class InputSources(string dataFolder, Action<string> note)
{
    readonly HashSet<FileIdentity> _files = [];
    readonly HashSet<string> _others = [];
    readonly FileIdentity? _data = FileIdentity.Of(dataFolder);

    /// <summary>Returns the sources of a name, without those of earlier names, in the order of their names.</summary>
    /// <exception cref="InputException">There are no inputs, or they cannot be listed.</exception>
    public IReadOnlyList<InputSource> Find(string name)
    {
        if (name.StartsWith("s3://", StringComparison.OrdinalIgnoreCase))
            return Once(name, S3Objects.Find(name));
        if (Path.Exists(name) && IsInDataFolder(name))
            throw new InputException(
                $"{name}: the run's data folder is never an input. Name the files that the records come from.");
        if (Directory.Exists(name))
            return Files(name, _ => true) is { Count: > 0 } files ? Once(name, files)
                : throw new InputException($"{name}: the folder has no files with flow logs.");
        if (!Wildcard.IsIn(name) || File.Exists(name))
            return Once(name, [InputSource.Of(name)]);
        var above = Wildcard.FixedPart(name);
        var folder = above.Length > 0 ? above : ".";
        var pattern = Wildcard.ToRegex(name[above.Length..].TrimStart('/'));
        if (!Directory.Exists(folder))
            throw new InputException($"{name}: the folder {folder} does not exist.");
        return Files(folder, path => pattern.IsMatch(path)) is { Count: > 0 } found ? Once(name, found)
            : throw new InputException($"{name}: no file matches the pattern.");
    }

    /// <summary>
    /// Returns whether a path below a folder or prefix may be data: neither hidden nor what AWS's own tools leave beside data.
    /// </summary>
    internal static bool MayBeData(string path)
    {
        var parts = path.Split('/', Path.DirectorySeparatorChar);
        return parts[^1].Length > 0
            && !Array.Exists(parts, IsHidden)
            && parts[^1] != "aws-logs-write-test" // the export task's trial
            && !parts[^1].EndsWith(".csv.metadata", StringComparison.Ordinal); // beside each Athena result
    }

    static bool IsHidden(string name) => name is ['.' or '_', ..];

    List<InputSource> Once(string name, IReadOnlyList<InputSource> sources)
    {
        var fresh = sources
            .Where(source => source.Path is { } path && FileIdentity.Of(path) is { } file ? _files.Add(file) : _others.Add(source.Name))
            .ToList();
        if (fresh.Count < sources.Count)
            note(sources.Count == 1 ? $"{name}: the file is already an input. It is read once."
                : $"{name}: {sources.Count - fresh.Count} of its {sources.Count} files are already inputs. Each is read once.");
        return fresh;
    }

    List<InputSource> Files(string folder, Func<string, bool> matches)
    {
        var found = new List<(string Path, string Below)>();
        try
        {
            Walk(folder, "", [], file =>
            {
                if (matches(file.Below))
                    found.Add(file);
            });
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"{folder}: the folder cannot be listed: {exception.Message}", exception);
        }
        return [.. found
            .OrderBy(file => file.Below, StringComparer.Ordinal)
            .Where(file => !IsSpecial(file.Path))
            .Select(file => InputSource.Of(file.Path))];
    }

    /// <summary>Visits the files below a folder, and each folder only once, because links can form circles.</summary>
    void Walk(string folder, string below, HashSet<FileIdentity> visited, Action<(string Path, string Below)> visit)
    {
        if (FileIdentity.Of(folder) is not { } identity || !visited.Add(identity))
            return;
        if (identity == _data)
            return;
        if (below.Length > 0 && Directory.Exists(Path.Combine(folder, ".flowlogs")))
        {
            note($"{folder}: skipped, because it is a data folder of flowlogs.");
            return;
        }
        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = Path.GetFileName(path);
            if (IsHidden(name))
                continue;
            if (new FileInfo(path).LinkTarget is not null && IsInDataFolder(path))
                note($"{path}: skipped, because it leads into the run's data folder.");
            else if (Directory.Exists(path))
                Walk(path, $"{below}{name}/", visited, visit);
            else if (MayBeData(name))
                visit((path, below + name));
        }
    }

    bool IsSpecial(string path)
    {
        if (FileIdentity.SpecialKind(path) is not { } kind)
            return false;
        note($"{path}: skipped, because it is {kind}.");
        return true;
    }

    bool IsInDataFolder(string path)
    {
        if (_data is null)
            return false;
        for (var at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
            if (FileIdentity.Of(at) == _data || (TargetOf(at) is { } target && IsInDataFolder(target)))
                return true;
        return false;
    }

    static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            // A link to itself has no target.
            return null;
        }
    }
}
