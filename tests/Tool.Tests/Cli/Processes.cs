using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>Starts the processes of tests, and finds the processes that a run starts in Linux's <c>/proc</c>.</summary>
static class Processes
{
    // A test that waits for a process that never ends would stop the whole run without naming itself.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Starts a process, and kills it and its children if it still runs after five minutes; its exit code is 137 then. Its standard input
    /// is empty unless the caller redirects it. The caller disposes the process.
    /// </summary>
    public static Process Start(ProcessStartInfo start)
    {
        var isInputEmpty = !start.RedirectStandardInput;
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        if (isInputEmpty)
            process.StandardInput.Close();
        var id = process.Id;
        _ = Task.Delay(Limit).ContinueWith(_ => Kill(id, process), TaskScheduler.Default);
        return process;
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

    /// <summary>Whether processes that the tests start ignore Ctrl+C, as those of a background job of a shell do.</summary>
    public static bool IgnoreInterrupts()
    {
        const long SigInt = 1 << 1;
        return File.Exists("/proc/self/status")
            && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
            && (Convert.ToInt64(line["SigIgn:".Length..].Trim(), 16) & SigInt) != 0;
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
