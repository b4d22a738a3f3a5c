using System.Diagnostics;
using System.Text;

namespace Tool.Tests.Cli;

/// <summary>The result of a process that has ended.</summary>
sealed record Outcome(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns a number of the run's summary, for example <c>records in</c>.</summary>
    public long Count(string name)
    {
        var line = Assert.Single(Output.Split('\n', StringSplitOptions.TrimEntries), line =>
            line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Trim().Split(' ')[0].Replace(",", "", StringComparison.Ordinal));
    }
}

/// <summary>A temporary folder in which the built executable runs.</summary>
sealed class Sandbox : IDisposable
{
    public static readonly string Executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Tool.exe" : "Tool");

    /// <summary>A value of PATH with which a shell finds the executable <c>flowlogs</c>.</summary>
    public static string SearchPath { get; } = $"{LinkFolder()}:{Environment.GetEnvironmentVariable("PATH")}";

    public string Folder { get; } = Directory.CreateTempSubdirectory("flowlogs-cli-").FullName;

    /// <summary>The default data folder of runs.</summary>
    public string Data => Path.Combine(Folder, "flowlogs-data");

    /// <summary>The folder in place of the bucket.</summary>
    public string Bucket => Path.Combine(Data, "s3", "flow-logs-local");

    public IEnumerable<string> ParquetFiles =>
        Directory.Exists(Data) ? Directory.EnumerateFiles(Data, "*.parquet", SearchOption.AllDirectories) : [];

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

    public void Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public void Write(string name, IEnumerable<Line> lines) => Write(name, Line.Text(lines));

    /// <summary>Writes the product's template with changes. Each changed text must occur once.</summary>
    public void WriteTemplate(string name, params (string From, string To)[] changes)
    {
        var template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "template.yaml"));
        foreach (var (from, to) in changes)
        {
            Assert.Equal(2, template.Split(from).Length);
            template = template.Replace(from, to, StringComparison.Ordinal);
        }
        Write(name, template);
    }

    /// <summary>Copies the data of another folder.</summary>
    public void CopyDataOf(Sandbox other)
    {
        foreach (var file in Directory.EnumerateFiles(other.Data, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Data, Path.GetRelativePath(other.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public Task<Outcome> RunAsync(params string[] arguments) => RunAsync(null, new Dictionary<string, string>(), arguments);

    public async Task<Outcome> RunAsync(byte[]? input, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            if (input is not null)
                await process.StandardInput.BaseStream.WriteAsync(input, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has ended without reading all of its input.
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts the executable. The caller ends it.</summary>
    public Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Processes.Start(start);
    }

    /// <summary>Returns the rows of a query, each as its values in CSV.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql, params string[] options)
    {
        var query = await RunAsync(["query", sql, "--output", "csv", .. options]);
        Assert.True(query.ExitCode == 0, query.Errors);
        return query.Output.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries) is [_, .. var rows] ? rows : [];
    }

    public Task<IReadOnlyList<StoredRow>> RowsAsync() => StoredRow.ReadAsync(Data);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static string LinkFolder()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "path")).FullName;
        var link = Path.Combine(folder, "flowlogs");
        if (!OperatingSystem.IsWindows() && !File.Exists(link))
            File.CreateSymbolicLink(link, Executable);
        return folder;
    }
}
