using System.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tool.Stack;
using Web;

namespace Tool.Cli;

/// <summary><c>flowlogs top</c>: the rejected traffic on a terminal, for those with no browser.</summary>
static class TopCommand
{
    const string UsualRange = "24h";

    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var range = new Option<string>("--range")
        {
            Description = "The time up to the newest record: hours or days such as 1h, 24h, 7d, at most 10000 of them, or all",
            HelpName = "RANGE",
            DefaultValueFactory = _ => UsualRange,
        };
        range.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TimeRange.IsLength(token.Value))
                result.AddError($"--range '{token.Value}' is no time range, such as 1h, 24h, 7d or all.");
        });
        var ipRanges = ServeOptions.IpRangesOption();
        var common = new CommonOptions();
        var command = new ManualCommand("top", "Show on a terminal what is rejected and who sends it.")
        {
            Details = "It goes on showing it as more comes, until Ctrl+C; in a pipe it shows it once, as plain text.",
            Examples =
            [
                "flowlogs top --range 1h",
                "flowlogs top --data flows-data --range all | head -12",
            ],
            Uses = [CommonOptions.TemplateFile],
        };
        command.Add(range);
        command.Add(ipRanges);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            using var stack = new StackView(new WebOptions
            {
                DataFolder = DataFolder.OpenForReading(call.GetValue(common.Data)!),
                LoadTemplate = () => common.LoadTemplate(call),
                IpRanges = call.GetValue(ipRanges),
            });
            var first = await TopView.ReadAsync(stack, call.GetValue(range)!);
            if (Console.IsOutputRedirected)
                first.WriteText(Console.Out);
            else
                await ShowAsync(stack, first, call.GetValue(range)!, cancellation);
            return 0;
        });
        return command;
    }

    static Task ShowAsync(StackView stack, TopView first, string range, CancellationToken cancellation) =>
        AnsiConsole.Live(Fitting(first)).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async terminal =>
        {
            var shown = (stack.Version.Current, AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);
            terminal.Refresh();
            try
            {
                while (true)
                {
                    await Task.Delay(Look, cancellation);
                    if ((stack.Version.Current, AnsiConsole.Profile.Width, AnsiConsole.Profile.Height) is var now && now == shown)
                        continue;
                    terminal.UpdateTarget(Fitting(await TopView.ReadAsync(stack, range)));
                    shown = now;
                }
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C is how it ends.
            }
        });

    static IRenderable Fitting(TopView view) => view.Render(AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);
}
