using System.CommandLine;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs serve</c>: the web page of what is stored.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var serving = new ServeOptions();
        var common = new CommonOptions();
        var command = new ManualCommand("serve", "Serve the web page: the template's dashboard, an overview and an SQL editor over what is stored.")
        {
            Details = "The page shows what is new by itself, and the dashboard as the template has it now. Ctrl+C ends it.",
            Examples =
            [
                "flowlogs serve",
                "flowlogs serve --data flows-data --port 9000",
                "flowlogs serve --ip-ranges ip-ranges.json",
            ],
            Fails = "where the port is taken",
            Uses = [CommonOptions.TemplateFile],
        };
        serving.AddTo(command);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            common.LoadTemplate(call);
            return await ServeOptions.ServeAsync(serving.Read(call, data, () => common.LoadTemplate(call)), () => Task.FromResult(0), cancellation);
        });
        return command;
    }
}
