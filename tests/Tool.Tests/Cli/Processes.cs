using System.Diagnostics;

namespace Tool.Tests.Cli;

/// <summary>The processes that a run starts, as Linux tells of them.</summary>
static class Processes
{
    /// <summary>The running children of a process; none where it is gone.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                // "PID (name) STATE PARENT ...", where the name may have spaces and brackets.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{process}")
                    children.Add(int.Parse(Path.GetFileName(folder)));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }
        return children;
    }

    /// <summary>Waits until a process is gone.</summary>
    /// <returns>Whether it is, within the time.</returns>
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
