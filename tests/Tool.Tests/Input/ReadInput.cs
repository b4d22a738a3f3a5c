using System.Text;
using Emulator.Template;
using Tool.Cli;
using Tool.Input;
using Tool.Stack;
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

    /// <summary>Runs files through the template's stack into a data folder.</summary>
    public static async Task RunAsync(StackTemplate template, string dataFolder, IReadOnlyList<string> names)
    {
        using var folder = DataFolder.OpenForRun(dataFolder);
        var run = new Run(
            template,
            format => StackTemplate.Load(Path.Combine(AppContext.BaseDirectory, "template.yaml"),
                new Dictionary<string, string> { ["FlowLogFormat"] = format.ToString() }),
            folder,
            new RunOptions { Files = names });
        Assert.Equal(0, await run.ExecuteAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
