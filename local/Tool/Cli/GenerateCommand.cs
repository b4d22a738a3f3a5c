using System.CommandLine;
using Tool.Traffic;

namespace Tool.Cli;

/// <summary><c>flowlogs generate</c>: prints generated VPC traffic as flow log text.</summary>
static class GenerateCommand
{
    const string AllIncidents = "all";

    public static Command Create()
    {
        var records = Whole.Option<long>("--records", "N", "The number of records", 100_000, 1, 10_000_000_000);
        var seed = Whole.Option<ulong>(
            "--seed", "S", "The seed of the random numbers; the same seed and start give the same records", 1, 0, ulong.MaxValue);
        var hours = Whole.Option("--hours", "H", "The number of hours that the records cover", 24, 1, 24 * 366);
        var start = UtcTime.Option("--start", "The start of the first hour", " [default: --hours before now]");
        var incidents = new Option<string[]>("--incident")
        {
            Description = "Incidents to add to the last 24 hours: all, or names separated by commas [default: none]",
            HelpName = "NAMES",
            DefaultValueFactory = _ => [],
        };
        incidents.Validators.Add(result =>
        {
            if (IncidentNames([.. result.Tokens.Select(token => token.Value)])
                .FirstOrDefault(name => !TrafficGenerator.IncidentNames.Contains(name)) is { } unknown)
                result.AddError($"Unknown incident '{unknown}'. Use {AllIncidents}, {string.Join(", ", TrafficGenerator.IncidentNames)}.");
        });
        incidents.CompletionSources.Add([AllIncidents, .. TrafficGenerator.IncidentNames]);
        var command = new ManualCommand("generate", "Print realistic VPC traffic as flow log text.")
        {
            Details = "The traffic has web servers, NAT, DNS, rejected scanners, IPv6, ICMP and gaps. The text is in the default format of "
                + "VPC flow logs, without a header line. "
                + "--incident adds incidents that 'flowlogs findings' should find, and lists them on standard error: "
                + $"{string.Join(", ", TrafficGenerator.IncidentNames)}.",
            Examples =
            [
                "flowlogs generate --records 100000 --seed 7 --hours 72 | flowlogs run -",
                "flowlogs generate --records 5000 --start 2026-11-01T00:00 --hours 1 > traffic.txt",
                "flowlogs generate --records 20000 --seed 7 --incident horizontal-scan,beaconing > traffic.txt",
            ],
        };
        foreach (var option in new Option[] { records, seed, start, hours, incidents })
            command.Add(option);
        command.SetAction((call, cancellation) =>
        {
            var length = call.GetValue(hours);
            var first = call.GetValue(start) ?? DateTimeOffset.UtcNow.AddHours(-length);
            if (first > DateTimeOffset.MaxValue.AddHours(-length))
                throw new FormatException($"{length} hours from {first:yyyy-MM-ddTHH:mm} end after the year 9999. Use an earlier --start "
                    + $"or fewer --hours.");
            var options = new TrafficOptions(call.GetValue(records), call.GetValue(seed), first, length)
            {
                Incidents = IncidentNames(call.GetValue(incidents)!),
            };
            using var output = StandardOutput.OpenData();
            foreach (var incident in TrafficGenerator.Write(output, options, cancellation))
                Console.Error.WriteLine(incident);
            return Task.FromResult(0);
        });
        return command;
    }

    static IReadOnlyList<string> IncidentNames(string[] values)
    {
        var names = values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct().ToList();
        return names.Contains(AllIncidents) ? TrafficGenerator.IncidentNames : names;
    }
}
