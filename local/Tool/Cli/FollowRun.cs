using Emulator.Template;
using Tool.Input;
using Tool.Stack;
using Tool.Timeline;

namespace Tool.Cli;

/// <summary>
/// Runs new records through the stack every few seconds. Each batch closes its buffers and windows, which in production
/// stay open for minutes; metrics of the same window add up.
/// </summary>
/// <param name="deployed">The stack.</param>
/// <param name="withFormat">Reads the stack with another flow log format.</param>
/// <param name="data">The data folder.</param>
/// <param name="options">The call's options, with one input.</param>
sealed class FollowRun(StackTemplate deployed, Func<FlowLogFormat, StackTemplate> withFormat, DataFolder data, RunOptions options)
{
    const int ChunkBytes = 8 * 1024 * 1024;

    readonly FlowLogFormat _format = RecordFormat.Of(deployed);
    readonly string _file = options.Files[0];

    // The field names of the first line hold for all later batches.
    byte[]? _header;
    long _linesBefore;
    long _rows;

    /// <summary>Runs until the input ends or the user ends it.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        using var logs = new FunctionLogs(data.Root, fault => Console.Error.WriteLine($"flowlogs: {fault}"));
        Console.WriteLine($"Following {(_file == "-" ? "standard input" : _file)}   (Ctrl+C ends it)");
        // Ctrl+C ends the batches; records that have arrived by then are stored.
        await foreach (var lines in new FollowedInput(_file, Console.Error.WriteLine).PiecesAsync(cancellation))
            await RunPieceAsync(lines, logs);
        return 0;
    }

    async Task RunPieceAsync(MemoryStream lines, FunctionLogs logs)
    {
        var timeline = new LineTimeline(data.WorkFolder, LocalStack.SlotSeconds(deployed), ChunkBytes);
        var text = WithHeader(lines);
        var input = new FlowLogInput(timeline, _format, Console.Error.WriteLine)
        {
            OwnFormat = options.Format,
            LinesBefore = text == lines ? _linesBefore : _linesBefore - 1,
        };
        _linesBefore += lines.GetBuffer().AsSpan(0, (int)lines.Length).Count((byte)'\n');
        input.Read(_file, text, CancellationToken.None);
        if (input.Lines == 0)
            return;
        // A batch that was read is stored, even if the user ends the run meanwhile.
        await using var stack = await LocalStack.StartAsync(
            input.Format == _format ? deployed : withFormat(input.Format), data, logs.Write, CancellationToken.None);
        data.BeginStoring(options.Files);
        await stack.RunAsync(input.Replay(DateTimeOffset.UtcNow.ToUnixTimeSeconds()), null, CancellationToken.None);
        await stack.DisposeAsync();
        var counts = stack.Archive.Counts;
        _rows += counts.Rows;
        data.EndStoring(_rows);
        Console.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss}Z  {input.Lines:N0} records in, {counts.Rows:N0} stored");
        foreach (var failure in stack.Failures)
            await Console.Error.WriteLineAsync($"flowlogs: {failure}");
    }

    MemoryStream WithHeader(MemoryStream lines)
    {
        if (_header is null)
        {
            var first = lines.GetBuffer().AsSpan(0, (int)lines.Length);
            first = first[..(first.IndexOf((byte)'\n') + 1)];
            // Field names have letters; records start with a number.
            var isHeader = first.ContainsAnyInRange((byte)'a', (byte)'z') && !first.ContainsAnyInRange((byte)'0', (byte)'9');
            _header = isHeader ? first.ToArray() : [];
            return lines;
        }

        if (_header.Length == 0)
            return lines;
        var whole = new MemoryStream();
        whole.Write(_header);
        lines.CopyTo(whole);
        whole.Position = 0;
        return whole;
    }
}
