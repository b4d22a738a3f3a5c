using System.Text.Json;

namespace Emulator.CloudWatch;

/// <summary>Reads the metrics of a data folder, also during a run.</summary>
public sealed class MetricReader(string dataFolder)
{
    readonly string _path = MetricFile.In(dataFolder);
    readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    long _position;

    /// <summary>All series at the last <see cref="Refresh"/>, ordered by metric name, dimensions and namespace.</summary>
    public IReadOnlyCollection<MetricSeries> Series => _series.Values;

    /// <summary>Reads the lines that were added since the last call.</summary>
    /// <exception cref="IOException">The file cannot be read, or has an invalid line.</exception>
    public MetricReader Refresh()
    {
        if (!File.Exists(_path))
            return this;
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length < _position)
        {
            // The folder was created again.
            _series.Clear();
            _position = 0;
        }
        file.Position = _position;
        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (file.Read(buffer, filled, buffer.Length - filled) is var read and > 0)
        {
            filled += read;
            var used = AddLines(buffer.AsSpan(0, filled));
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
        }
        return this;
    }

    int AddLines(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (bytes[used..].IndexOf(MetricFile.LineBreak) is var length and >= 0)
        {
            AddLine(bytes.Slice(used, length));
            used += length + 1;
            _position += length + 1;
        }
        return used;
    }

    void AddLine(ReadOnlySpan<byte> line)
    {
        try
        {
            foreach (var datum in JsonSerializer.Deserialize<MetricDatum[]>(line, MetricFile.Json) ?? [])
            {
                if (!_series.TryGetValue(datum.Identity, out var series))
                    _series[datum.Identity] = series = new MetricSeries(datum);
                series.Add(datum);
            }
        }
        catch (JsonException exception)
        {
            throw new IOException($"{_path}: the line at byte {_position} is invalid: {exception.Message} Remove the line.", exception);
        }
    }
}
