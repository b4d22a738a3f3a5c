using System.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;
using Web;
using Web.Filters;

namespace Tool.Cli;

/// <summary><c>flowlogs top</c>: shows rejected traffic on a terminal.</summary>
sealed class TopCommand : ManualCommand
{
    // The polling intervals of the data and of the keyboard.
    static readonly TimeSpan DataInterval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(100);

    readonly RangeOptions _range = new("records that began", "newest record", "24h");

    readonly Option<string> _filter = new("--filter")
    {
        Description = "Only records that match this filter, such as 'src:10.0.0.0/8 -port:443' [default: all]",
        HelpName = "FILTER",
        DefaultValueFactory = _ => "",
    };

    readonly LabelOptions _labels = new();
    readonly CommonOptions _common = new();

    public TopCommand()
        : base("top", "Show rejected traffic and its sources on a terminal.",
            "flowlogs top --range 1h",
            "flowlogs top --filter 'dst:172.31.0.0/16 proto:tcp -port:443' --range 7d",
            "flowlogs top --data flows-data --range all | head -12")
    {
        Details = "The view updates itself when data is added, until q or Ctrl+C. In a pipe, the view is printed once as plain text. "
            + "A filter is a list of FIELD:VALUE, as on the web page. The fields are addr, src, dst, port, srcport, proto, action, eni, "
            + "account and every column of the table. docs/web-page.md explains the values.";
        Add([.. _range.All, _filter, _labels.IpRanges, _labels.Names, _labels.GeoIp, .. _common.All]);
        Validators.Add(_range.Validate);
        SetAction(ShowAsync);
    }

    async Task<int> ShowAsync(ParseResult call, CancellationToken cancellation)
    {
        using var stack = new StackView(_labels.Read(call, _common, _common.DataOf(call)));
        var filter = FlowFilter.Parse(call.GetValue(_filter)!, stack.Fields);
        var first = await ReadAsync();
        if (Console.IsOutputRedirected)
            first.WriteText(Console.Out);
        else
            await ShowAsync(stack, first, ReadAsync, cancellation);
        return 0;

        async Task<TopView> ReadAsync() =>
            await TopView.ReadAsync(stack, filter, _range.Read(call, await DataSpan.FindAsync(stack)));
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
