using System.Globalization;
using FlowLogs.Local.Input;
using FlowLogs.Local.Stack;
using FlowLogs.Local.Template;
using FlowLogs.Local.Timeline;

namespace FlowLogs.Local.Cli;

/// <summary>
/// A run that goes on: what comes is run through the stack every few seconds. Each piece closes its buffers and windows, which in production
/// stay open for minutes; metrics of the same window add up.
/// </summary>
/// <param name="template">The stack.</param>
/// <param name="data">Where its data goes.</param>
/// <param name="file">The input; <c>-</c> for standard input.</param>
sealed class FollowRun(StackTemplate template, DataFolder data, string file)
{
    const int ChunkBytes = 8 * 1024 * 1024;

    /// <summary>Runs until the input ends or the user ends it.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        using var logs = new FunctionLogs(data.Root);
        Console.WriteLine($"Following {(file == "-" ? "standard input" : file)}   (Ctrl+C ends it)");
        try
        {
            await foreach (var lines in new FollowedInput(file).PiecesAsync(cancellation))
                await RunPieceAsync(lines, logs, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl+C is how it ends.
        }

        return 0;
    }

    async Task RunPieceAsync(MemoryStream lines, FunctionLogs logs, CancellationToken cancellation)
    {
        var timeline = new LineTimeline(data.WorkFolder, LocalStack.SlotSeconds(template), ChunkBytes);
        var input = new FlowLogInput(timeline, RecordFormat.Of(template), Console.Error.WriteLine);
        input.Read(file, lines, null, cancellation);
        if (input.Lines == 0)
            return;
        // A piece that has begun is stored, so that no line of it is lost when the user ends the run.
        await using var stack = await LocalStack.StartAsync(template, data, logs.Write, CancellationToken.None);
        await stack.RunAsync(timeline.Read(DateTimeOffset.UtcNow.ToUnixTimeSeconds()), null, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:HH:mm:ss}Z  {input.Lines:N0} records in, {stack.Archive.Counts.Rows:N0} stored"));
        foreach (var failure in stack.Failures)
            await Console.Error.WriteLineAsync($"flowlogs: {failure}");
    }
}
