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
/// <param name="template">The stack.</param>
/// <param name="data">Where its data goes.</param>
/// <param name="files">The inputs; none for sample traffic.</param>
/// <param name="maximumBad">The share of lines that may be none of the format, up to all; null for all but one.</param>
sealed class Run(StackTemplate template, DataFolder data, string[] files, double? maximumBad)
{
    const int SampleRecords = 100_000;
    const int SampleHours = 24;

    readonly FlowLogFormat _format = RecordFormat.Of(template);

    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var timeline = new LineTimeline(data.WorkFolder, LocalStack.SlotSeconds(template));
        var progress = new RunProgress();
        var input = new FlowLogInput(timeline, _format, progress.Report);
        await progress.ShowAsync("Reading", PlainLength(), done => ReadAsync(input, done, cancellation));
        if (input.Lines == 0)
            return 1; // each input has been reported, with the reason

        using var logs = new FunctionLogs(data.Root);
        await using var stack = await LocalStack.StartAsync(template, data, logs.Write, cancellation);
        await progress.ShowAsync(
            "Running", input.Lines, done => stack.RunAsync(timeline.Read(DateTimeOffset.UtcNow.ToUnixTimeSeconds()), done, cancellation));

        var counts = stack.Archive.Counts;
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
        if (maximumBad is { } share && input.Misfits > share * input.Lines)
            yield return string.Create(CultureInfo.InvariantCulture, $"{input.Misfits} of {input.Lines} lines do not fit the format, more than the share of {share} that --max-bad allows.");
        if (maximumBad is null && input.Misfits == input.Lines)
            yield return $"none of the {input.Lines} lines fits the flow log format, which is {_format}.";
        if (input.Failures > 0)
            yield return $"{input.Failures} of the inputs could not be read, or not to the end.";
    }

    async Task ReadAsync(FlowLogInput input, Action<long> done, CancellationToken cancellation)
    {
        if (files.Length == 0 && !_format.Fields.SequenceEqual(FlowLogFormat.Default.Fields))
            throw new StackException($"The sample traffic has the default format, and the template's is {_format}; name files to run.");
        if (files.Length == 0)
            await ReadSampleAsync(input, cancellation);
        long before = 0;
        foreach (var file in files)
        {
            await Task.Run(() => input.Read(file, bytes => done(before + bytes), cancellation), cancellation);
            before += File.Exists(file) ? new FileInfo(file).Length : 0;
        }
    }

    // What is compressed, or comes through a pipe, has no length that is known before it is read.
    long? PlainLength() => files.Length > 0 && files.All(file => File.Exists(file) && !file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        ? files.Sum(file => new FileInfo(file).Length)
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
        input.Read("sample traffic", lines, null, cancellation);
        await writing;
    }
}
