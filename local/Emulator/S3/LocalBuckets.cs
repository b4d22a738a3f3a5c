namespace Emulator.S3;

/// <summary>The buckets of this machine: the object <c>key</c> of <c>bucket</c> is the file <c>DIR/s3/bucket/key</c>.</summary>
/// <param name="dataFolder">DIR, the folder that local mode keeps everything in.</param>
public sealed class LocalBuckets(string dataFolder)
{
    public string Root { get; } = Path.Combine(Path.GetFullPath(dataFolder), "s3");

    /// <summary>The folder that holds a location's objects, without a separator at its end; it need not exist.</summary>
    /// <exception cref="FormatException">The prefix has a part that no folder can be named: empty, <c>.</c> or <c>..</c>.</exception>
    public string FolderOf(S3Location location)
    {
        var folder = Path.Combine(Root, location.Bucket);
        if (location.Prefix.Length == 0)
            return folder;

        var parts = location.Prefix[..^1].Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())))
            throw new FormatException($"{location} has no folder on this machine: a part of its prefix is empty, '.', '..' or has a character that file names cannot have.");
        return Path.Combine([folder, .. parts]);
    }

    /// <summary>Whether a file is an object: files being written have names that begin with a dot until they are renamed.</summary>
    public static bool IsObject(ReadOnlySpan<char> fileName) => fileName is not ['.', ..];
}
