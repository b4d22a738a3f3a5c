using System.Diagnostics;
using System.IO.Pipelines;
using Emulator.Template;
using Tool.Input;
using Tool.Stack;
using Tool.Timeline;
using Tool.Traffic;

namespace Tool.Cli;

/// <summary>One run of the stack: reads the inputs, runs the stack, prints the summary.</summary>
/// <param name="deployed">The stack.</param>
/// <param name="withFormat">Reads the stack with another flow log format.</param>
/// <param name="data">The data folder.</param>
/// <param name="options">The call's options.</param>
sealed class Run(StackTemplate deployed, Func<FlowLogFormat, StackTemplate> withFormat, DataFolder data, RunOptions options)
{
    readonly FlowLogFormat _format = RecordFormat.Of(deployed);
    readonly List<string> _notes = [];

    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var timeline = new LineTimeline(data.WorkFolder, LocalStack.SlotSeconds(deployed));
        var progress = new RunProgress();
        var input = new FlowLogInput(timeline, _format, progress.Report)
        {
            Kind = options.Kind,
            OwnFormat = options.Format,
            Note = _notes.Add,
        };
        var sources = Sources();
        await progress.ShowAsync("Reading", LengthOf(sources), done => ReadAsync(input, sources, done, cancellation));
        if (input.Lines == 0)
            return 1; // Each input was reported with its reason.
        if (Refusal(input) is { } refusal)
        {
            await Console.Error.WriteLineAsync($"flowlogs: {refusal} Nothing is stored.");
            return 1;
        }

        var template = deployed;
        if (input.Format != _format)
        {
            // A subscription has records of one format, so the run needs a stack with all fields of the inputs.
            template = withFormat(input.Format);
            _notes.Add(
                $"The run's format has {input.Format.Fields.Length} fields: the stack's fields, followed by those that only the inputs "
                + $"have.");
        }
        _notes.ForEach(Console.Out.WriteLine);

        var faults = new List<string>();
        using var logs = new FunctionLogs(data.Root, faults.Add);
        await using var stack = await LocalStack.StartAsync(template, data, logs.Write, cancellation);
        data.BeginStoring(options.Files);
        await progress.ShowAsync(
            "Running", input.Lines, done => stack.RunAsync(input.Replay(DateTimeOffset.UtcNow.ToUnixTimeSeconds()), done, cancellation));

        var elapsed = clock.Elapsed;
        // Ends the functions, so that their logs are complete.
        await stack.DisposeAsync();
        var counts = stack.Archive.Counts;
        data.EndStoring(counts.Rows);
        var summary = new RunSummary(
            input.Lines, counts.Rows, counts.Unparsed, counts.FailedEvents, stack.Archive.PassedBy, counts.Files, elapsed);
        summary.Write(Console.Out);
        var allShown = SampleQueries.Show(template, data.Root, cancellation);

        faults.AddRange([.. stack.Failures, .. Faults(summary, input)]);
        faults.ForEach(fault => Console.Error.WriteLine($"flowlogs: {fault}"));
        return allShown && faults.Count == 0 ? 0 : 1;
    }

    /// <summary>Returns the reason for storing nothing, or null.</summary>
    string? Refusal(FlowLogInput input) =>
        options.MaximumBad is { } share && input.Misfits > share * input.Lines
            ? $"{input.Misfits} of {input.Lines} lines do not match the format, more than --max-bad {share} allows."
        : options.MaximumBad is null && input.Misfits == input.Lines
            ? $"{(input.Lines == 1 ? "The line does not match" : $"None of the {input.Lines} lines matches")} the flow log format "
                + $"{options.Format ?? _format}. Set the right format with --format."
        : null;

    static IEnumerable<string> Faults(RunSummary summary, FlowLogInput input)
    {
        if (!summary.Agrees)
            yield return $"Internal error: the counts do not add up: {summary}. Please report it.";
        if (summary.Failed > 0)
            yield return $"{summary.Failed} records could not be delivered. They are kept under the error prefix.";
        if (input.Failures > 0)
            yield return $"{input.Failures} of the inputs could not be read completely.";
    }

    List<InputSource> Sources()
    {
        var found = new InputSources(data.Root, Console.Out.WriteLine);
        var sources = new List<InputSource>();
        foreach (var name in options.Files)
        {
            try
            {
                sources.AddRange(found.Find(name));
            }
            catch (InputException exception)
            {
                // The error is reported when the input is read.
                sources.Add(new InputSource(name, () => throw new InputException(exception.Message)));
            }
        }
        return sources;
    }

    async Task ReadAsync(FlowLogInput input, List<InputSource> sources, Action<long> done, CancellationToken cancellation)
    {
        if (options.Sample is { } sample)
            await ReadSampleAsync(input, sample, cancellation);
        long before = 0;
        foreach (var source in sources)
        {
            // A blocked read of a pipe cannot be cancelled, but the wait for it can.
            await Task.Run(() => input.Read(source, bytes => done(before + bytes), cancellation), cancellation).WaitAsync(cancellation);
            before += source.Length ?? 0;
        }
    }

    // The length of a pipe is unknown until it has been read.
    static long? LengthOf(List<InputSource> sources) => sources.Count > 0 && sources.TrueForAll(source => source.Length is not null)
        ? sources.Sum(source => source.Length)
        : null;

    static async Task ReadSampleAsync(FlowLogInput input, TrafficOptions sample, CancellationToken cancellation)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4 << 20));
        var writing = Task.Run(
            async () =>
            {
                await using var output = pipe.Writer.AsStream();
                TrafficGenerator.Write(output, sample, cancellation);
            },
            cancellation);
        await using var lines = pipe.Reader.AsStream();
        input.Read("sample traffic", lines, cancellation);
        await writing;
    }
}
