using System.CommandLine;
using System.Net;
using FlowLogs.Local.Stack;
using FlowLogs.Local.Web;

namespace FlowLogs.Local.Cli;

/// <summary><c>flowlogs serve</c>: the web page of what is stored.</summary>
static class ServeCommand
{
    public const int UsualPort = 8080;

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 takes any free one", HelpName = "P", DefaultValueFactory = _ => UsualPort };
        var bind = new Option<IPAddress>("--bind")
        {
            Description = "The address to listen on; the page has no password, so anything but the loopback lets others read the data",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = result =>
            {
                if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
                    return address;
                result.AddError($"--bind '{result.Tokens[0].Value}' is no address, such as 127.0.0.1.");
                return null;
            },
        };
        var hosts = new Option<string[]>("--host")
        {
            Description = "A name under which browsers may ask for the page, besides localhost and the address",
            HelpName = "NAME",
        };
        port.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValue(port) is < 0 or > 65535)
                result.AddError("--port is a number from 0 to 65535.");
        });
        var common = new CommonOptions();
        var command = new Command("serve", "Serve the web page: the template's dashboard, an overview and an SQL editor over what is stored.")
        {
            port, bind, hosts,
        };
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var options = new WebOptions
            {
                DataFolder = DataFolder.OpenForReading(call.GetValue(common.Data)!),
                LoadTemplate = () => common.LoadTemplate(call),
                Port = call.GetValue(port),
                Bind = call.GetValue(bind)!,
                HostNames = call.GetValue(hosts) ?? [],
            };
            options.LoadTemplate();
            await using var server = await WebServer.StartAsync(options, cancellation);
            Console.WriteLine($"Serving {options.DataFolder} on {server.Url}   (Ctrl+C ends it)");
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C is how it ends.
            }

            return 0;
        });
        return command;
    }
}
