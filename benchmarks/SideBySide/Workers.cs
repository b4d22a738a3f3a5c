using System.Diagnostics;
using System.Globalization;

namespace SideBySide;

/// <summary>Contestants in a process each, that take turns: nothing of Lambda is measured with them.</summary>
static class Workers
{
    const int WarmUp = 40, Rounds = 60;

    public static async Task CompareAsync(List<byte[]> events, string work)
    {
        var files = events.Select((input, place) => Path.Combine(work, $"event-{place}.json")).ToList();
        for (var i = 0; i < files.Count; i++)
            await File.WriteAllBytesAsync(files[i], events[i]);
        string[] names = ["inflate", "decompressor", "plain"];
        var workers = names.Select(name => Start(name, files)).ToList();
        var times = names.Select(_ => new List<double>()).ToList();
        var allocated = new double[names.Length];
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            for (var i = 0; i < workers.Count; i++)
            {
                await workers[i].StandardInput.WriteLineAsync();
                var line = (await workers[i].StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{names[i]} ended"))
                    .Split(' ');
                if (round >= WarmUp)
                    times[i].Add(double.Parse(line[0], CultureInfo.InvariantCulture));
                allocated[i] = double.Parse(line[1], CultureInfo.InvariantCulture);
            }
        }
        Console.WriteLine("  the handler alone, against inflating the same bytes alone");
        Figures.Print("inflating", times[0], "ms");
        Figures.PrintRatio("Decompressor", times[1], times[0]);
        Figures.PrintRatio("System.Text.Json objects", times[2], times[0]);
        Figures.PrintRatio("these against Decompressor", times[2], times[1]);
        Console.WriteLine($"    allocated for an event: Decompressor {allocated[1] / events.Count / 1024:0.0} KiB, System.Text.Json "
            + $"objects {allocated[2] / events.Count / 1024:0.0} KiB");
        foreach (var worker in workers)
        {
            worker.StandardInput.Close();
            await worker.WaitForExitAsync();
            worker.Dispose();
        }
    }

    static Process Start(string name, List<string> files) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["worker", name, .. files])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Standard output has the figures, and no log.
            Environment = { ["POWERTOOLS_LOG_LEVEL"] = "Error" },
        })!;
}
