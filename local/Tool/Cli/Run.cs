using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using Emulator.Template;
using Tool.Input;
using Tool.Stack;
using Tool.Timeline;
using Tool.Traffic;

namespace Tool.Cli;

/// <summary>One run of the stack: reads, runs, sums up.</summary>
/// <param name="deployed">The stack.</param>
/// <param name="withFormat">The stack as it would be with another flow log format.</param>
/// <param name="data">Where its data goes.</param>
/// <param name="options">What the call says.</param>
sealed class Run(StackTemplate deployed, Func<FlowLogFormat, StackTemplate> withFormat, DataFolder data, RunOptions options)
{
    const int SampleRecords = 100_000;
    const int SampleHours = 24;

    readonly FlowLogFormat _format = RecordFormat.Of(deployed);

    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var timeline = new LineTimeline(data.WorkFolder, LocalStack.SlotSeconds(deployed));
        var progress = new RunProgress();
        var expected = new List<string>();
        var input = new FlowLogInput(timeline, _format, progress.Report) { Kind = options.Kind, OwnFormat = options.Format, ReportExpected = expected.Add };
        var sources = Sources();
        await progress.ShowAsync("Reading", LengthOf(sources), done => ReadAsync(input, sources, done, cancellation));
        if (input.Lines == 0)
            return 1; // each input has been reported, with the reason
        expected.ForEach(Console.Out.WriteLine);

        var template = deployed;
        if (input.Format != _format)
        {
            // A subscription has records of one format, so the stack is the one that would have been deployed for all of them.
            template = withFormat(input.Format);
            progress.Report($"The run's format has {input.Format.Fields.Length} fields: the stack's, and behind them those that only inputs have.");
        }

        using var logs = new FunctionLogs(data.Root);
        data.BeginStoring(options.Files);
        await using var stack = await LocalStack.StartAsync(template, data, logs.Write, cancellation);
        await progress.ShowAsync(
            "Running", input.Lines, done => stack.RunAsync(input.Replay(DateTimeOffset.UtcNow.ToUnixTimeSeconds()), done, cancellation));

        var counts = stack.Archive.Counts;
        data.EndStoring(counts.Rows, counts.Unparsed, counts.FailedEvents);
        var summary = new RunSummary(input.Lines, counts.Rows, counts.Unparsed, counts.FailedEvents, stack.Archive.PassedBy, counts.Files, clock.Elapsed);
        summary.Write(Console.Out);
        var allShown = SampleQueries.Show(template, data.Root, cancellation);

        var faults = stack.Failures.Concat(Faults(summary, input)).ToList();
        faults.ForEach(fault => Console.Error.WriteLine($"flowlogs: {fault}"));
        return allShown && faults.Count == 0 ? 0 : 1;
    }

    IEnumerable<string> Faults(RunSummary summary, FlowLogInput input)
    {
        if (!summary.Agrees)
            yield return $"the numbers do not agree: {summary}. Please report this as a fault.";
        if (summary.Failed > 0)
            yield return $"{summary.Failed} records could not be delivered; they are kept under the error prefix.";
        if (options.MaximumBad is { } share && input.Misfits > share * input.Lines)
            yield return string.Create(CultureInfo.InvariantCulture, $"{input.Misfits} of {input.Lines} lines do not fit the format, more than the share of {share} that --max-bad allows.");
        if (options.MaximumBad is null && input.Misfits == input.Lines)
            yield return $"none of the {input.Lines} lines fits the flow log format, which is {options.Format ?? _format}; --format names another.";
        if (input.Failures > 0)
            yield return $"{input.Failures} of the inputs could not be read, or not to the end.";
    }

    List<InputSource> Sources()
    {
        var sources = new List<InputSource>();
        foreach (var name in options.Files)
        {
            try
            {
                sources.AddRange(InputSources.Find(name));
            }
            catch (InputException exception)
            {
                // Told of in its turn.
                sources.Add(new InputSource(name, () => throw new InputException(exception.Message)));
            }
        }
        return sources;
    }

    async Task ReadAsync(FlowLogInput input, List<InputSource> sources, Action<long> done, CancellationToken cancellation)
    {
        if (options.Files.Count == 0)
            await ReadSampleAsync(input, cancellation);
        long before = 0;
        foreach (var source in sources)
        {
            await Task.Run(() => input.Read(source, bytes => done(before + bytes), cancellation), cancellation);
            before += source.Length ?? 0;
        }
    }

    // What comes through a pipe has no length that is known before it is read.
    static long? LengthOf(List<InputSource> sources) => sources.Count > 0 && sources.TrueForAll(source => source.Length is not null)
        ? sources.Sum(source => source.Length)
        : null;

    static async Task ReadSampleAsync(FlowLogInput input, CancellationToken cancellation)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4 << 20));
        var options = new TrafficOptions(SampleRecords, 1, DateTimeOffset.UtcNow.AddHours(-SampleHours), SampleHours);
        var writing = Task.Run(
            async () =>
            {
                await using var output = pipe.Writer.AsStream();
                TrafficGenerator.Write(output, options, cancellation);
            },
            cancellation);
        await using var lines = pipe.Reader.AsStream();
        input.Read("sample traffic", lines, cancellation);
        await writing;
    }
}
