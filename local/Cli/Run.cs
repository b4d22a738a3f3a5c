using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using FlowLogs.Local.Input;
using FlowLogs.Local.Stack;
using FlowLogs.Local.Template;
using FlowLogs.Local.Timeline;
using FlowLogs.Local.Traffic;

namespace FlowLogs.Local.Cli;

/// <summary>One run of the stack: reads, runs, sums up.</summary>
/// <param name="load">Gives the stack, with or without a flow log format of its own.</param>
/// <param name="data">Where its data goes.</param>
/// <param name="options">What the call says.</param>
sealed class Run(Func<FlowLogFormat?, StackTemplate> load, DataFolder data, RunOptions options)
{
    const int SampleRecords = 100_000;
    const int SampleHours = 24;

    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var template = load(null);
        var format = RecordFormat.Of(template);
        var timeline = new LineTimeline(data.WorkFolder, LocalStack.SlotSeconds(template));
        var progress = new RunProgress();
        var input = new FlowLogInput(timeline, format, progress.Report) { Kind = options.Kind, OwnFormat = options.Format };
        var sources = Sources(input);
        await progress.ShowAsync("Reading", LengthOf(sources), done => ReadAsync(input, sources, done, cancellation));
        if (input.Lines == 0)
            return 1; // each input has been reported, with the reason

        if (input.Format != format)
        {
            // As if the stack had been deployed with it: a subscription has records of one format.
            template = load(input.Format);
            progress.Report($"The run's format has {input.Format.Fields.Length} fields: those of the stack and, behind them, those that only inputs have.");
        }

        using var logs = new FunctionLogs(data.Root);
        await using var stack = await LocalStack.StartAsync(template, data, logs.Write, cancellation);
        await progress.ShowAsync(
            "Running", input.Lines, done => stack.RunAsync(input.Replay(DateTimeOffset.UtcNow.ToUnixTimeSeconds()), done, cancellation));

        var summary = new RunSummary(input.Lines, stack.Archive.Counts.Rows, input.Misfits, stack.Archive.Counts.FailedEvents, stack.Archive.Counts.Files, clock.Elapsed);
        summary.Write(Console.Out);
        SampleQueries.Show(template, data.Root, cancellation);
        return Judge(summary, input);
    }

    int Judge(RunSummary summary, FlowLogInput input)
    {
        if (!summary.Agrees)
            return Fail($"the numbers do not agree: {summary}. Please report this as a fault.");
        if (summary.Failed > 0)
            return Fail($"{summary.Failed} records could not be delivered; they are kept under the error prefix.");
        var bad = input.Misfits;
        if (options.MaximumBad is { } share && bad > share * input.Lines)
            return Fail(string.Create(CultureInfo.InvariantCulture, $"{bad} of {input.Lines} lines do not fit the format, more than the share of {share} that --max-bad allows."));
        if (bad == input.Lines)
            return Fail($"none of the {input.Lines} lines fits the flow log format, which is {options.Format ?? input.Format}; --format names another.");
        return input.Failures > 0 ? Fail($"{input.Failures} of the inputs could not be read, or not to the end.") : 0;
    }

    List<InputSource> Sources(FlowLogInput input)
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
                input.Fail(exception.Message);
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

    static int Fail(string message)
    {
        Console.Error.WriteLine($"flowlogs: {message}");
        return 1;
    }

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
        input.Read("sample traffic", lines, null, cancellation);
        await writing;
    }
}
