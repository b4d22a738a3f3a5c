using System.Text;
using Emulator;

namespace Tool.Stack;

/// <summary>The logs of the functions: one file per function under <c>logs/</c>.</summary>
/// <param name="folder">The data folder.</param>
public sealed class FunctionLogs(string folder) : IDisposable
{
    readonly Dictionary<string, FileStream> _files = [];
    readonly Lock _turn = new();

    /// <summary>Adds a line to a function's log.</summary>
    /// <exception cref="IOException">The log cannot be written, most often because the disk is full.</exception>
    public void Write(string function, string line)
    {
        lock (_turn)
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

    public void Dispose()
    {
        lock (_turn)
            foreach (var file in _files.Values)
                file.Dispose();
    }
}
