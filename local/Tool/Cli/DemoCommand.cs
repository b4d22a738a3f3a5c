using System.CommandLine;
using Tool.Stack;
using Tool.Traffic;
using Web;

namespace Tool.Cli;

/// <summary><c>flowlogs demo</c>: runs a day of sample traffic through the whole stack, in its own folder.</summary>
sealed class DemoCommand : ManualCommand
{
    const int Records = 100_000;
    const int Hours = 24;

    readonly CommonOptions _common = new("flowlogs-demo");

    public DemoCommand()
        : base("demo", "Run the whole stack on a day of sample traffic.", "flowlogs demo", "flowlogs demo --data sample")
    {
        Details = $"The sample has {Records:N0} generated records of the last {Hours} hours, with incidents for 'flowlogs findings'. "
            + $"The file {NameList.FileName} in the data folder names the networks and interfaces of the sample. "
            + "The next demo replaces the sample.";
        Fails = "if the data folder has data that is not a sample";
        Uses = [CommonOptions.Functions];
        Add(_common.All);
        SetAction(RunAsync);
    }

    async Task<int> RunAsync(ParseResult call, CancellationToken cancellation)
    {
        var template = _common.LoadTemplate(call);
        var folder = call.GetValue(_common.Data)!;
        using (var data = DataFolder.OpenForRun(folder))
        {
            data.BeginSample();
            Console.WriteLine($"This is a sample: {Records:N0} generated records of the last {Hours} hours, stored in {folder}.");
            var options = new RunOptions
            {
                Sample = new TrafficOptions(Records, 1, DateTimeOffset.UtcNow.AddHours(-Hours), Hours)
                {
                    Incidents = TrafficGenerator.IncidentNames,
                },
            };
            var run = new Run(template, format => _common.LoadTemplate(call, format), data, options);
            if (await run.ExecuteAsync(cancellation) is not 0 and var code)
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
    }
}
