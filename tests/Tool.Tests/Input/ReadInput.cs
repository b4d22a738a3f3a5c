using System.Text;
using Tool.Input;
using Tool.Timeline;

namespace Tool.Tests.Input;

/// <summary>Writes files into a folder of the test, and reads them as a run does before its stack starts.</summary>
sealed class ReadInput : IDisposable
{
    readonly List<string> _reports = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("flowlogs-input-").FullName;

    public IReadOnlyList<string> Reports => _reports;

    public FlowLogInput? Input { get; private set; }

    public string Write(string name, byte[] data)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, data);
        return path;
    }

    public string Write(string name, params string[] lines) => Write(name, FlowLogFiles.Lines(lines));

    /// <summary>Returns the lines that go through the stack, sorted.</summary>
    public string[] Read(IEnumerable<string> names, FlowLogFormat? stack = null, FlowLogFormat? own = null, FileKind? kind = null)
    {
        var work = Directory.CreateDirectory(Path.Combine(Folder, ".work"));
        Input = new FlowLogInput(new LineTimeline(work.FullName, 60), stack ?? FlowLogFormat.Default, _reports.Add)
        {
            OwnFormat = own,
            Kind = kind,
            Note = _reports.Add,
        };
        foreach (var source in names.SelectMany(new InputSources(work.FullName, _reports.Add).Find))
            Input.Read(source, null, TestContext.Current.CancellationToken);
        return [.. Input.Replay(0).Select(line => Encoding.UTF8.GetString(line.Text.Span)).Order(StringComparer.Ordinal)];
    }

    public string[] Read(params string[] names) => Read(names.AsEnumerable());

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
