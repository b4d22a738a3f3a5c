using System.Text.Json;

namespace Emulator.CloudWatch;

/// <summary>Adds metrics to a data folder. One process writes, any number reads, and a kill at any moment loses no stored call.</summary>
public sealed class MetricStore : IDisposable
{
    readonly FileStream _file;
    readonly string? _run;
    readonly Lock _turn = new();

    MetricStore(FileStream file, string? run) => (_file, _run) = (file, run);

    /// <summary>Opens the store and creates it if it is missing.</summary>
    /// <param name="dataFolder">The data folder, which this process has locked.</param>
    /// <param name="run">The id of the run that publishes the metrics; null outside a run.</param>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public static MetricStore Open(string dataFolder, string? run = null)
    {
        var path = MetricFile.In(dataFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Unbuffered: the system has the line when Write returns.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        DropTornLine(file);
        return new MetricStore(file, run);
    }

    /// <summary>Stores the datums of one call, all or none.</summary>
    /// <exception cref="IOException">The datums could not be written.</exception>
    public void Add(IReadOnlyList<MetricDatum> datums)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(datums.Select(datum => datum with { Run = _run }), MetricFile.Json),
            MetricFile.LineBreak];
        lock (_turn)
        {
            var end = _file.Length;
            _file.Position = end;
            try
            {
                FileSizeLimit.Write(_file.Name, () => _file.Write(line));
            }
            catch (IOException)
            {
                _file.SetLength(end);
                throw;
            }
        }
    }

    /// <summary>Removes datums. A reader finds the old file or the new one, whole.</summary>
    /// <param name="dataFolder">The data folder, which no run is writing to.</param>
    /// <param name="isChosen">Chooses the datums.</param>
    public static void Remove(string dataFolder, Predicate<MetricDatum> isChosen)
    {
        var path = MetricFile.In(dataFolder);
        if (!File.Exists(path))
            return;
        var aside = path + ".new";
        using (var kept = File.Create(aside))
        {
            foreach (var line in File.ReadLines(path))
            {
                var datums = JsonSerializer.Deserialize<MetricDatum[]>(line, MetricFile.Json)!.Where(datum => !isChosen(datum)).ToList();
                if (datums.Count == 0)
                    continue;
                JsonSerializer.Serialize(kept, datums, MetricFile.Json);
                kept.WriteByte(MetricFile.LineBreak);
            }
        }
        File.Move(aside, path, overwrite: true);
    }

    public void Dispose() => _file.Dispose();

    static void DropTornLine(FileStream file)
    {
        var end = file.Length;
        var block = new byte[4096];
        while (end > 0)
        {
            var start = Math.Max(0, end - block.Length);
            var part = block.AsSpan(0, (int)(end - start));
            file.Position = start;
            file.ReadExactly(part);
            var place = part.LastIndexOf(MetricFile.LineBreak);
            end = start + place + 1;
            if (place >= 0)
                break;
        }
        file.SetLength(end);
    }
}
