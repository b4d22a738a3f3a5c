namespace Tool.Input;

/// <summary>
/// Finds what a name on the command line stands for: a file, a folder with all below it (as AWS lays out <c>AWSLogs/</c>), a pattern,
/// an <c>s3://</c> address, or <c>-</c> for standard input.
/// </summary>
public static class InputSources
{
    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>The sources in the order of their names.</summary>
    /// <exception cref="InputException">There are none, or they cannot be listed.</exception>
    public static IReadOnlyList<InputSource> Find(string name)
    {
        if (name.StartsWith("s3://", StringComparison.OrdinalIgnoreCase))
            return S3Objects.Find(name);
        if (Directory.Exists(name))
            return Files(name, _ => true) is { Count: > 0 } files ? files : throw new InputException($"{name}: is a folder without files.");
        if (!Wildcard.IsIn(name) || File.Exists(name))
            return [InputSource.Of(name)];
        var above = Wildcard.FixedPart(name);
        var folder = above.Length > 0 ? above : ".";
        var pattern = Wildcard.ToRegex(name[above.Length..].TrimStart('/'));
        if (!Directory.Exists(folder))
            throw new InputException($"{name}: there is no folder {folder}.");
        return Files(folder, path => pattern.IsMatch(path)) is { Count: > 0 } found ? found : throw new InputException($"{name}: no file fits this pattern.");
    }

    /// <summary>Whether a path below a folder or prefix is data: not hidden, and not what AWS's own tools leave beside it.</summary>
    internal static bool IsData(string path)
    {
        var parts = path.Split('/', Path.DirectorySeparatorChar);
        return parts[^1].Length > 0
            && !parts.Any(part => part is ['.' or '_', ..])
            && parts[^1] != "aws-logs-write-test" // the export task's trial
            && !parts[^1].EndsWith(".csv.metadata", StringComparison.Ordinal); // beside each Athena result
    }

    static List<InputSource> Files(string folder, Func<string, bool> fits)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*", Everything)
                .Select(path => (Path: path, Below: Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')))
                .Where(file => IsData(file.Below) && fits(file.Below))
                .OrderBy(file => file.Below, StringComparer.Ordinal)
                .Select(file => InputSource.Of(file.Path))];
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new InputException($"{folder}: cannot be listed: {exception.Message}");
        }
    }
}
