using System.CommandLine;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs serve</c>: serves the web page of the stored data.</summary>
static class ServeCommand
{
    public static Command Create()
    {
        var serving = new ServeOptions();
        var common = new CommonOptions();
        var command = new ManualCommand("serve",
            "Serve a web page with the template's dashboard, an overview of the stored data and an SQL editor.")
        {
            Details = "The page updates itself when data is added or the template changes. Ctrl+C ends it.",
            Examples =
            [
                "flowlogs serve",
                "flowlogs serve --data flows-data --port 9000",
                "flowlogs serve --ip-ranges ip-ranges.json",
                "flowlogs serve --names names.csv",
            ],
            Fails = "if the port is in use",
        };
        serving.AddTo(command);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            common.LoadTemplate(call);
            return await ServeOptions.ServeAsync(serving.Read(call, data, () => common.LoadTemplate(call)), () =>
                Task.FromResult(0), cancellation);
        });
        return command;
    }
}
