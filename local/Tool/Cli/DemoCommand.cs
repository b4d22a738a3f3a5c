using System.CommandLine;
using System.Globalization;
using Tool.Stack;
using Tool.Traffic;
using Web;

namespace Tool.Cli;

/// <summary><c>flowlogs demo</c>: runs a day of sample traffic through the whole stack, in its own folder.</summary>
static class DemoCommand
{
    const string Folder = "flowlogs-demo";
    const int Records = 100_000;
    const int Hours = 24;

    public static Command Create()
    {
        var common = new CommonOptions(Folder);
        var command = new ManualCommand("demo", "Run the whole stack on a day of sample traffic.")
        {
            Details = $"The sample has {Records.ToString("N0", CultureInfo.InvariantCulture)} generated records of the last {Hours} hours, "
                + "with incidents for 'flowlogs findings'. "
                + $"The file {NameList.FileName} in the data folder names the networks and interfaces of the sample. "
                + "The next demo replaces the sample.",
            Examples =
            [
                "flowlogs demo",
                "flowlogs demo --data sample",
            ],
            Fails = "if the data folder has data that is not a sample",
            Uses = [CommonOptions.Functions],
        };
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var template = common.LoadTemplate(call);
            var folder = call.GetValue(common.Data)!;
            using (var data = DataFolder.OpenForRun(folder))
            {
                data.BeginSample();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"This is a sample: {Records:N0} generated records of the last {Hours} hours, stored in {folder}."));
                var options = new RunOptions
                {
                    Sample = new TrafficOptions(Records, 1, DateTimeOffset.UtcNow.AddHours(-Hours),
                    Hours)
                    { Incidents = TrafficGenerator.IncidentNames }
                };
                if (await new Run(template, other => common.LoadTemplate(call, other), data, options)
                    .ExecuteAsync(cancellation) is not 0 and var code)
                    return code;
                await File.WriteAllLinesAsync(Path.Combine(data.Root, NameList.FileName), TrafficGenerator.Names, cancellation);
            }
            Console.WriteLine($"""

                Next:
                  flowlogs query "select action, count(*) from flow_logs group by action" --data {folder}
                  flowlogs findings --data {folder}
                  flowlogs serve --data {folder}
                  flowlogs run YOUR-FLOW-LOGS
                """);
            return 0;
        });
        return command;
    }
}
