namespace Tool.Stack;

/// <summary>The logs of the functions: one file per function under <c>logs/</c>.</summary>
/// <param name="folder">The data folder.</param>
public sealed class FunctionLogs(string folder) : IDisposable
{
    readonly Dictionary<string, StreamWriter> _files = [];
    readonly Lock _turn = new();

    /// <summary>Adds a line to a function's log.</summary>
    public void Write(string function, string line)
    {
        lock (_turn)
        {
            if (!_files.TryGetValue(function, out var file))
            {
                Directory.CreateDirectory(Path.Combine(folder, "logs"));
                _files[function] = file = new StreamWriter(Path.Combine(folder, "logs", $"{function}.log"),
                    append: true)
                { AutoFlush = true };
            }
            file.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_turn)
            foreach (var file in _files.Values)
                file.Dispose();
    }
}
