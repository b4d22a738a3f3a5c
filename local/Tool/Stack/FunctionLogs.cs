using System.Text;

namespace Tool.Stack;

/// <summary>The logs of the functions: one file per function under <c>logs/</c>.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="report">Receives the first failure to write a log. The run continues without the line.</param>
public sealed class FunctionLogs(string folder, Action<string> report) : IDisposable
{
    readonly Dictionary<string, FileStream> _files = [];
    readonly Lock _turn = new();
    bool _hasFailed;

    /// <summary>Adds a line to a function's log.</summary>
    public void Write(string function, string line)
    {
        lock (_turn)
        {
            try
            {
                Append(function, line);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (!_hasFailed)
                    report($"The log of {function} cannot be written: {exception.Message} The run continues without it.");
                _hasFailed = true;
            }
        }
    }

    public void Dispose()
    {
        lock (_turn)
            foreach (var file in _files.Values)
                file.Dispose();
    }

    void Append(string function, string line)
    {
        if (!_files.TryGetValue(function, out var file))
        {
            Directory.CreateDirectory(Path.Combine(folder, "logs"));
            // Unbuffered: Dispose has nothing left to write that could fail.
            _files[function] = file = new FileStream(
                Path.Combine(folder, "logs", $"{function}.log"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        FileSizeLimit.Write(file.Name, () => file.Write(Encoding.UTF8.GetBytes($"{line}\n")));
    }
}
