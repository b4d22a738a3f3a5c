namespace Emulator.S3;

/// <summary>The buckets of this machine: the object <c>key</c> of <c>bucket</c> is the file <c>DIR/s3/bucket/key</c>.</summary>
/// <param name="dataFolder">DIR, the data folder.</param>
public sealed class LocalBuckets(string dataFolder)
{
    public string Root { get; } = Path.Combine(Path.GetFullPath(dataFolder), "s3");

    /// <summary>Returns the folder of a location's objects, without a trailing separator. The folder may not exist.</summary>
    /// <exception cref="FormatException">A part of the prefix is not a valid folder name: empty, <c>.</c> or <c>..</c>.</exception>
    public string FolderOf(S3Location location)
    {
        var folder = Path.Combine(Root, location.Bucket);
        if (location.Prefix.Length == 0)
            return folder;

        var parts = location.Prefix[..^1].Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())))
            throw new FormatException($"{location} has no folder on this machine: a part of its prefix is empty, '.', '..' or contains a "
                + $"character that is invalid in file names.");
        return Path.Combine([folder, .. parts]);
    }

    /// <summary>Returns whether a file is an object. Names of unfinished files begin with a dot.</summary>
    public static bool IsObject(ReadOnlySpan<char> fileName) => fileName is not ['.', ..];
}
