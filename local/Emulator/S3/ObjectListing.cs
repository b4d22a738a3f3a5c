namespace Emulator.S3;

/// <param name="Key">An object's key, or a common prefix.</param>
/// <param name="File">The object's file, or null for a common prefix.</param>
sealed record ListedObject(string Key, FileInfo? File);

/// <summary>Lists the folder of a bucket as S3 does: in the order of the keys' UTF-8 bytes, with common prefixes rolled up.</summary>
/// <param name="bucketFolder">The folder of the bucket.</param>
/// <param name="prefix">The prefix of the keys.</param>
/// <param name="delimiter">Keys with this text after the prefix are rolled up; empty for no roll-up.</param>
/// <param name="after">The listing begins after this key or common prefix.</param>
sealed class ObjectListing(string bucketFolder, string prefix, string delimiter, string after)
{
    public (IReadOnlyList<ListedObject> Entries, bool IsTruncated) Take(int limit)
    {
        var entries = new List<ListedObject>();
        foreach (var entry in Entries())
        {
            if (entries.Count == limit)
                return (entries, limit > 0);
            entries.Add(entry);
        }

        return (entries, false);
    }

    IEnumerable<ListedObject> Entries()
    {
        string? rolledUp = null;
        foreach (var (key, file) in Walk(bucketFolder, ""))
        {
            if (!key.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var cut = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            var entry = cut < 0 ? new ListedObject(key, new FileInfo(file)) : new ListedObject(key[..(cut + delimiter.Length)], null);
            if (entry.File is null && entry.Key == rolledUp)
                continue;
            rolledUp = entry.File is null ? entry.Key : rolledUp;
            if (after.Length == 0 || Compare(entry.Key, after) > 0)
                yield return entry;
        }
    }

    /// <summary>Returns the relevant keys below a folder in order. A folder sorts as its name with a slash, as in its keys.</summary>
    IEnumerable<(string Key, string File)> Walk(string folder, string keyPrefix)
    {
        var children = new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Where(child => LocalBuckets.IsObject(child.Name))
            .Select(child => (Key: keyPrefix + child.Name + (child is DirectoryInfo ? "/" : ""), Info: child))
            .Where(child => CanMatter(child.Key))
            .ToList();
        children.Sort((a, b) => Compare(a.Key, b.Key));
        foreach (var (key, info) in children)
        {
            if (info is DirectoryInfo)
            {
                // One key is enough: all keys below a common prefix are rolled up in it.
                var below = delimiter == "/" && key.Length > prefix.Length ? Walk(info.FullName, key).Take(1) : Walk(info.FullName, key);
                foreach (var found in below)
                    yield return found;
            }
            else
            {
                yield return (key, info.FullName);
            }
        }
    }

    /// <summary>Returns false for a key, or for a folder whose keys all, come before the page or lack the prefix.</summary>
    bool CanMatter(string key)
    {
        var common = Math.Min(key.Length, prefix.Length);
        if (string.CompareOrdinal(key, 0, prefix, 0, common) != 0 || (key.Length < prefix.Length && !key.EndsWith('/')))
            return false;
        return after.Length == 0 || Compare(key, after) > 0 || after.StartsWith(key, StringComparison.Ordinal);
    }

    /// <summary>Compares by code points, as S3 orders UTF-8 bytes. The ordinal comparison of .NET compares UTF-16 code units.</summary>
    static int Compare(string a, string b)
    {
        var (left, right) = (a.EnumerateRunes(), b.EnumerateRunes());
        while (true)
        {
            var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
            if (!hasLeft || !hasRight)
                return hasLeft ? 1 : hasRight ? -1 : 0;
            var order = left.Current.CompareTo(right.Current);
            if (order != 0)
                return order;
        }
    }
}
