using Emulator.S3;
using Emulator.Template;

namespace Web;

/// <summary>A text that changes whenever the records, the catalog, the metrics, the template or the names change.</summary>
sealed class DataVersion(StackView stack)
{
    // A check visits all files, so concurrent checks share one.
    static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(400);

    readonly Lock _turn = new();
    string _current = "";
    long _looked;

    public string Current
    {
        get
        {
            lock (_turn)
            {
                if (_looked == 0 || TimeProvider.System.GetElapsedTime(_looked) > Fresh)
                {
                    _current = Look();
                    _looked = TimeProvider.System.GetTimestamp();
                }

                return _current;
            }
        }
    }

    string Look()
    {
        var (files, bytes, newest) = (0, 0L, 0L);
        foreach (var file in FilesThatCount())
        {
            if (!file.Exists)
                continue;
            files++;
            bytes += file.Length;
            newest = Math.Max(newest, file.LastWriteTimeUtc.Ticks);
        }

        return $"{files:x}-{bytes:x}-{newest:x}";
    }

    IEnumerable<FileInfo> FilesThatCount()
    {
        var (template, table) = ((string?)null, (string?)null);
        try
        {
            var read = stack.Template;
            (template, table) = (read.File, GlueTableResource.All(read) is [var first, ..] ? first.Location : null);
        }
        catch (TemplateException)
        {
            // The page shows the error.
        }

        if (table is not null && S3Location.TryParse(table, out var location) && new LocalBuckets(stack.DataFolder)
            .FolderOf(location) is var folder && Directory.Exists(folder))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.parquet", SearchOption.AllDirectories))
                yield return file;
        }

        foreach (var name in new[] { "glue", "cloudwatch" })
        {
            var state = new DirectoryInfo(Path.Combine(stack.DataFolder, name));
            if (!state.Exists)
                continue;
            foreach (var file in state.EnumerateFiles("*", SearchOption.AllDirectories))
                yield return file;
        }

        if (template is not null)
            yield return new FileInfo(template);
        yield return new FileInfo(stack.NamesFile);
    }
}
