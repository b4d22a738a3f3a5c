using System.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tool.Stack;
using Web;
using Web.Filters;

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
        var range = new RangeOptions("records that began", "newest record", UsualRange);
        var filter = new Option<string>("--filter")
        {
            Description = "Only records that match this filter, such as 'src:10.0.0.0/8 -port:443' [default: all]",
            HelpName = "FILTER",
            DefaultValueFactory = _ => "",
        };
        var ipRanges = ServeOptions.IpRangesOption();
        var names = ServeOptions.NamesOption();
        var geoIp = ServeOptions.GeoIpOption();
        var common = new CommonOptions();
        var command = new ManualCommand("top", "Show rejected traffic and its sources on a terminal.")
        {
            Details = "The view updates itself when data is added, until q or Ctrl+C. In a pipe, the view is printed once as plain text. "
                + "A filter is a list of FIELD:VALUE, as on the web page. The fields are addr, src, dst, port, srcport, proto, action, eni, "
                + "account and every column of the table. docs/web-page.md explains the values.",
            Examples =
            [
                "flowlogs top --range 1h",
                "flowlogs top --filter 'dst:172.31.0.0/16 proto:tcp -port:443' --range 7d",
                "flowlogs top --data flows-data --range all | head -12",
            ],
        };
        range.AddTo(command);
        command.Add(filter);
        command.Add(ipRanges);
        command.Add(names);
        command.Add(geoIp);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            using var stack = new StackView(new WebOptions
            {
                DataFolder = DataFolder.OpenForReading(call.GetValue(common.Data)!),
                LoadTemplate = () => common.LoadTemplate(call),
                IpRanges = call.GetValue(ipRanges),
                Names = call.GetValue(names),
                GeoIp = call.GetValue(geoIp) ?? [],
            });
            var only = FlowFilter.Parse(call.GetValue(filter)!, stack.Fields);
            var first = await ReadAsync();
            if (Console.IsOutputRedirected)
                first.WriteText(Console.Out);
            else
                await ShowAsync(stack, first, ReadAsync, cancellation);
            return 0;

            async Task<TopView> ReadAsync() =>
                await TopView.ReadAsync(stack, only, range.Read(call, await DataSpan.FindAsync(stack)));
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
