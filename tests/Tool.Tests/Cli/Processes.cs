using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>Starts the processes of tests, and finds the processes that a run starts in Linux's <c>/proc</c>.</summary>
static class Processes
{
    // A test that waits for a process that never ends would stop the whole run without naming itself.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    static readonly bool IgnoresSignals = File.Exists("/proc/self/status") && IgnoresAny(File.ReadLines("/proc/self/status"));

    /// <summary>
    /// Starts a process, and kills it and its children if it still runs after five minutes; its exit code is 137 then. Its standard input
    /// is empty unless the caller redirects it. It handles signals, even if a shell has started the tests with nohup or in the background.
    /// The caller disposes the process.
    /// </summary>
    public static Process Start(ProcessStartInfo start)
    {
        if (IgnoresSignals)
        {
            // A process inherits the signals that its parent ignores.
            start.ArgumentList.Insert(0, start.FileName);
            start.ArgumentList.Insert(0, "--default-signal=HUP,INT,QUIT");
            start.FileName = "env";
        }
        var isInputEmpty = !start.RedirectStandardInput;
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        if (isInputEmpty)
            process.StandardInput.Close();
        var id = process.Id;
        _ = Task.Delay(Limit).ContinueWith(_ => Kill(id, process), TaskScheduler.Default);
        return process;
    }

    // HUP, INT and QUIT are the signals 1 to 3.
    static bool IgnoresAny(IEnumerable<string> status)
    {
        const string Field = "SigIgn:";
        var ignored = status.First(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..].Trim();
        return (Convert.ToInt64(ignored, 16) & 0b111) != 0;
    }

    static void Kill(int id, Process process)
    {
        try
        {
            if (process.HasExited)
                return;
            Console.Error.WriteLine($"Process {id} of a test still runs after {Limit.TotalMinutes:0} minutes and is killed: "
                + $"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}");
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // The test has disposed the process.
        }
    }

    /// <summary>Returns the running children of a process; empty if the process has ended.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                // The format is "PID (name) STATE PARENT ...", where the name can have spaces and brackets.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{process}")
                    children.Add(int.Parse(Path.GetFileName(folder)));
            }
            catch (IOException)
            {
                // The process has just ended.
            }
        }
        return children;
    }

    /// <summary>Waits until a process has ended.</summary>
    /// <returns>False if the process still runs at the limit.</returns>
    public static async Task<bool> EndsAsync(int process, TimeSpan limit)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < limit; await Task.Delay(50, TestContext.Current.CancellationToken))
            if (!IsRunning(process))
                return true;
        return false;
    }

    static bool IsRunning(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
