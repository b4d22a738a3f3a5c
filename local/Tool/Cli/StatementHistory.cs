namespace Tool.Cli;

/// <summary>The statements that were entered at the prompt, oldest first; kept for the next time if the user has a home folder.</summary>
sealed class StatementHistory
{
    /// <summary>The path of the file, for the help.</summary>
    public const string Place = "~/.local/share/flowlogs/history";

    const int Most = 1000;

    readonly string? _file;
    readonly List<string> _statements = [];

    /// <param name="file">The file that keeps the statements; null for none.</param>
    public StatementHistory(string? file)
    {
        _file = file;
        try
        {
            if (File.Exists(_file))
                _statements.AddRange(File.ReadLines(_file).TakeLast(Most));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The prompt works without a history.
        }
    }

    public int Count => _statements.Count;

    public string this[int index] => _statements[index];

    /// <summary>Adds a statement, unless it repeats the newest one.</summary>
    public void Add(string statement)
    {
        if (_statements is [.., var newest] && newest == statement)
            return;
        _statements.Add(statement);
        if (_file is null)
            return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                // SQL can contain addresses that other users must not read.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var lines = new StreamWriter(_file, options);
            foreach (var line in _statements.TakeLast(Most))
                lines.WriteLine(line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A read-only home folder must not end the prompt.
        }
    }

    /// <summary>Finds the user's file; null if the user has no home folder.</summary>
    public static string? FindFile() =>
        Directory.Exists(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify), "flowlogs", "history")
            : null;
}
