using System.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tool.Stack;
using Web;

namespace Tool.Cli;

/// <summary><c>flowlogs top</c>: shows rejected traffic on a terminal.</summary>
static class TopCommand
{
    const string UsualRange = "24h";

    // The polling intervals of the data and of the keyboard.
    static readonly TimeSpan DataInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var range = new Option<string>("--range")
        {
            Description = "The time range up to the newest record: hours or days such as 1h, 24h or 7d, at most 10000, or all",
            HelpName = "RANGE",
            DefaultValueFactory = _ => UsualRange,
        };
        range.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TimeRange.IsLength(token.Value))
                result.AddError($"Invalid time range '{token.Value}'. Use 24h, 7d or all.");
        });
        var from = UtcTime.Option("--from", "Only records that began at this time or later", " [default: by --range]");
        var to = UtcTime.Option("--to", "Only records that began before this time", " [default: by --range]");
        var ipRanges = ServeOptions.IpRangesOption();
        var common = new CommonOptions();
        var command = new ManualCommand("top", "Show rejected traffic and its sources on a terminal.")
        {
            Details = "The view updates itself when data is added, until q or Ctrl+C. In a pipe, it is printed once as plain text.",
            Examples =
            [
                "flowlogs top --range 1h",
                "flowlogs top --data flows-data --range all | head -12",
            ],
            Uses = [CommonOptions.TemplateFile],
        };
        command.Add(range);
        command.Add(from);
        command.Add(to);
        command.Add(ipRanges);
        common.AddTo(command);
        command.Validators.Add(result =>
        {
            var (first, end) = (result.GetValue(from), result.GetValue(to));
            if ((first is null) != (end is null) || first >= end)
                result.AddError("--from and --to must be used together, and --to must be later than --from.");
            else if (first is not null && result.GetResult(range) is { Implicit: false })
                result.AddError("--range cannot be used with --from and --to.");
        });
        command.SetAction(async (call, cancellation) =>
        {
            using var stack = new StackView(new WebOptions
            {
                DataFolder = DataFolder.OpenForReading(call.GetValue(common.Data)!),
                LoadTemplate = () => common.LoadTemplate(call),
                IpRanges = call.GetValue(ipRanges),
            });
            var span = call.GetValue(from) is { } since ? new TimeRange(since, call.GetValue(to)!.Value) : null;
            var first = await ReadAsync();
            if (Console.IsOutputRedirected)
                first.WriteText(Console.Out);
            else
                await ShowAsync(stack, first, ReadAsync, cancellation);
            return 0;

            Task<TopView> ReadAsync() => TopView.ReadAsync(stack, call.GetValue(range)!, span);
        });
        return command;
    }

    static Task ShowAsync(StackView stack, TopView first, Func<Task<TopView>> read, CancellationToken cancellation) =>
        StandardOutput.Terminal.Live(Fitting(first)).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async terminal =>
        {
            var shown = (stack.Version.Current, StandardOutput.Terminal.Profile.Width, StandardOutput.Terminal.Profile.Height);
            terminal.Refresh();
            try
            {
                while (!await IsQuitAsync(cancellation))
                {
                    if ((stack.Version.Current, StandardOutput.Terminal.Profile.Width, StandardOutput.Terminal.Profile.Height) is var now
                        && now == shown)
                        continue;
                    terminal.UpdateTarget(Fitting(await read()));
                    shown = now;
                }
            }
            catch (OperationCanceledException)
            {
                // The usual end.
            }
        });

    // Waits until the data is polled again; returns true if the user has pressed q.
    static async Task<bool> IsQuitAsync(CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < DataInterval; waited += KeyInterval)
        {
            await Task.Delay(KeyInterval, cancellation);
            while (!Console.IsInputRedirected && Console.KeyAvailable)
                if (Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q')
                    return true;
        }
        return false;
    }

    static IRenderable Fitting(TopView view) => view.Render(StandardOutput.Terminal.Profile.Width, StandardOutput.Terminal.Profile.Height);
}
