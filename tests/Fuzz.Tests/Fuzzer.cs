using System.Diagnostics;
using System.Text;

namespace Fuzz.Tests;

/// <summary>
/// Feeds a parser mutated inputs for some seconds: mutations of the corpus, and of each input with a new outcome. A target returns its
/// outcome, and throws if something is wrong.
/// </summary>
/// <param name="name">The folder of the corpus, and the name in the figures.</param>
/// <param name="words">Words that the parser knows.</param>
/// <param name="target">The parser and its invariants.</param>
sealed class Fuzzer(string name, IEnumerable<string> words, Func<byte[], string> target)
{
    /// <summary>The longest time for one input; a thousandth is typical.</summary>
    static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    /// <summary>The maximum number of outcomes, and of inputs that are kept for them.</summary>
    const int MostKept = 4_000;

    /// <summary>The maximum growth of memory from the first third to the end, in bytes. The kept inputs account for most of it.</summary>
    const long MostGrowth = 48L * 1024 * 1024;

    static readonly int Seconds = Figures.Setting("FLOWLOGS_FUZZ_SECONDS", 3);

    readonly int _seed = Figures.Setting("FLOWLOGS_SEED", Random.Shared.Next(1_000_000));
    readonly List<byte[]> _pool =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpus", name)).Order().Select(File.ReadAllBytes)];
    readonly HashSet<string> _said = [];
    byte[] _input = [];
    long _started;
    long _cases;
    long _longest;
    long _memoryBefore;

    /// <summary>Runs until the time is up or a check fails.</summary>
    public void Run()
    {
        Assert.NotEmpty(_pool);
        var clock = Stopwatch.StartNew();
        Exception? fault = null;
        var running = new Thread(() => fault = Loop(clock)) { IsBackground = true };
        _started = Stopwatch.GetTimestamp();
        running.Start();
        while (!running.Join(TimeSpan.FromMilliseconds(500)))
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _started)) > Hang)
                Assert.Fail($"{name}: seed {_seed}: an input takes more than {Hang.TotalSeconds} s: {Keep(_input)}");
        if (fault is not null)
            Assert.Fail($"{name}: seed {_seed}, case {_cases}: {Keep(_input)}\n{fault}");
        var growth = GC.GetTotalMemory(forceFullCollection: true) - _memoryBefore;
        Assert.True(growth < MostGrowth, $"{name}: seed {_seed}: {growth >> 20} MiB more memory than before");
        Figures.Tell($"fuzzing {name}: {_cases:N0} cases in {clock.Elapsed.TotalSeconds:0} s (seed {_seed}), {_said.Count} different "
            + $"outcomes, no crash; the longest case {TimeSpan.FromTicks(_longest).TotalMilliseconds:0} ms, {Math.Max(0, growth >> 20)} "
            + $"MiB more memory at the end");
    }

    Exception? Loop(Stopwatch clock)
    {
        var random = new Random(_seed);
        var mutator = new Mutator(random, [.. words.Select(Encoding.UTF8.GetBytes)]);
        try
        {
            foreach (var seed in _pool.ToArray())
                Try(seed, keep: false);
            while (clock.Elapsed.TotalSeconds < Seconds)
            {
                if (_memoryBefore == 0 && clock.Elapsed.TotalSeconds > Seconds / 3.0)
                    _memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
                Try(mutator.Change(_pool[random.Next(_pool.Count)], _pool[random.Next(_pool.Count)]), keep: true);
            }
            return null;
        }
#pragma warning disable CA1031 // Any exception is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    void Try(byte[] input, bool keep)
    {
        _input = input;
        var started = Stopwatch.GetTimestamp();
        Volatile.Write(ref _started, started);
        var said = target(input);
        var isNew = _said.Count < MostKept && _said.Add(said);
        _longest = Math.Max(_longest, Stopwatch.GetElapsedTime(started).Ticks);
        _cases++;
        if (keep && isNew)
            _pool.Add(input);
    }

    // A stable place, from which the input can be added to the corpus after the fix.
    string Keep(byte[] input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "found"));
        var file = Path.Combine(folder.FullName,
            $"{name}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(file, input);
        return $"{file}: {(input.Length <= 2_000 ? Convert.ToBase64String(input) : $"{input.Length} bytes")}";
    }
}
