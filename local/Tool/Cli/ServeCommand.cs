using System.CommandLine;

namespace Tool.Cli;

/// <summary><c>flowlogs serve</c>: serves the web page of the stored data.</summary>
sealed class ServeCommand : ManualCommand
{
    readonly ServeOptions _serving = new();
    readonly CommonOptions _common = new();

    public ServeCommand()
        : base("serve", "Serve a web page with the template's dashboard, an overview of the stored data and an SQL editor.",
            "flowlogs serve",
            "flowlogs serve --data flows-data --port 9000",
            "flowlogs serve --ip-ranges ip-ranges.json",
            "flowlogs serve --names names.csv")
    {
        Details = "The page updates itself when data is added or the template changes. Ctrl+C ends it.";
        Fails = "if the port is in use";
        Add([.. _serving.All, .. _common.All]);
        SetAction(ServeAsync);
    }

    async Task<int> ServeAsync(ParseResult call, CancellationToken cancellation)
    {
        // Reports an invalid template before the page is served.
        _common.LoadTemplate(call);
        return await _serving.ServeAsync(call, _common, _common.DataOf(call), () => Task.FromResult(0), cancellation);
    }
}
