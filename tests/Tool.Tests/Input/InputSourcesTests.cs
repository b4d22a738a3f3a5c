using System.Diagnostics;
using Tool.Input;

namespace Tool.Tests.Input;

/// <summary>Each file is an input once, and the data folder is never an input.</summary>
public sealed class InputSourcesTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("flowlogs-sources-").FullName;
    readonly List<string> _notes = [];

    string In => Path.Combine(_folder, "in");

    string Data => Path.Combine(_folder, "in", "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_with_several_names_is_found_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Write("in/a.txt");
        Write("in/below/b.txt");
        Directory.CreateSymbolicLink(Path.Combine(In, "loop"), ".");
        Directory.CreateSymbolicLink(Path.Combine(In, "below", "up"), In);
        File.CreateSymbolicLink(Path.Combine(In, "latest.txt"), "a.txt");
        Run("ln", Path.Combine(In, "a.txt"), Path.Combine(In, "hard.txt"));

        Assert.Equal(["a.txt", "b.txt"], Find(In, $"{In}/*.txt", $"{In}/a.txt", $"{In}/../in/below", $"{In}/loop/loop/a.txt"));
        Assert.Equal(5, _notes.Count);
        Assert.All(_notes, note => Assert.Contains("read once", note, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_to_files_elsewhere_are_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Write("elsewhere/c.txt");
        Write("in/a.txt");
        Directory.CreateSymbolicLink(Path.Combine(In, "link"), Path.Combine(_folder, "elsewhere"));

        Assert.Equal(["a.txt", "c.txt"], Find(In));
        Assert.Empty(_notes);
    }

    [Fact]
    public void A_data_folder_is_skipped_in_a_folder_and_refused_by_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Write("in/a.txt");
        Write("in/data/s3/bucket/b.parquet");
        Write("in/other-data/.flowlogs/lock");
        Write("in/other-data/s3/bucket/c.parquet");
        Directory.CreateSymbolicLink(Path.Combine(In, "stored"), Path.Combine(Data, "s3"));
        File.CreateSymbolicLink(Path.Combine(_folder, "b.parquet"), Path.Combine(Data, "s3", "bucket", "b.parquet"));

        Assert.Equal(["a.txt"], Find(In));
        Assert.Equal(
            [$"{In}/other-data: skipped, because it is a data folder of flowlogs.",
                $"{In}/stored: skipped, because it leads into the run's data folder."],
            _notes.Order());
        foreach (var name in new[] { Data, Path.Combine(Data, "s3", "bucket", "b.parquet"), Path.Combine(_folder, "b.parquet"),
            Path.Combine(In, "stored") })
            Assert.Contains("never an input", Assert.Throws<InputException>(() => Find(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_pipe_in_a_folder_is_skipped_and_reported()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        Write("in/a.txt");
        Run("mkfifo", Path.Combine(In, "pipe"));

        Assert.Equal(["a.txt"], Find(In));
        Assert.Equal([$"{In}/pipe: skipped, because it is a named pipe."], _notes);
        Assert.Equal(["pipe"], Find($"{In}/pipe"));
    }

    string[] Find(params string[] names)
    {
        Directory.CreateDirectory(Data);
        var sources = new InputSources(Data, _notes.Add);
        return [.. names.SelectMany(sources.Find).Select(source => Path.GetFileName(source.Name))];
    }

    void Write(string name)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, name);
    }

    static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
