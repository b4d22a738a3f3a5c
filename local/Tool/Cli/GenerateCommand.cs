using System.CommandLine;
using System.CommandLine.Parsing;
using Tool.Traffic;

namespace Tool.Cli;

/// <summary><c>flowlogs generate</c>: prints generated VPC traffic as flow log text.</summary>
sealed class GenerateCommand : ManualCommand
{
    const string AllIncidents = "all";

    readonly Option<long> _records = WholeNumber.Option<long>("--records", "N", "The number of records", 100_000, 1, 10_000_000_000);

    readonly Option<ulong> _seed = WholeNumber.Option<ulong>(
        "--seed", "S", "The seed of the random numbers; the same seed and start give the same records", 1, 0, ulong.MaxValue);

    readonly Option<DateTimeOffset?> _start = UtcTime.Option("--start", "The start of the first hour", " [default: --hours before now]");
    readonly Option<int> _hours = WholeNumber.Option("--hours", "H", "The number of hours that the records cover", 24, 1, 24 * 366);

    readonly Option<string[]> _incidents = new("--incident")
    {
        Description = "Incidents to add to the last 24 hours: all, or names separated by commas [default: none]",
        HelpName = "NAMES",
    };

    public GenerateCommand()
        : base("generate", "Print realistic VPC traffic as flow log text.",
            "flowlogs generate --records 100000 --seed 7 --hours 72 | flowlogs run -",
            "flowlogs generate --records 5000 --start 2026-11-01T00:00 --hours 1 > traffic.txt",
            "flowlogs generate --records 20000 --seed 7 --incident horizontal-scan,beaconing > traffic.txt")
    {
        Details = "The traffic has web servers, NAT, DNS, rejected scanners, IPv6, ICMP and gaps. The text is in the default format of "
            + "VPC flow logs, without a header line. "
            + "--incident adds incidents that 'flowlogs findings' should find, and lists them on standard error: "
            + $"{string.Join(", ", TrafficGenerator.IncidentNames)}.";
        _incidents.Validators.Add(ValidateIncidents);
        _incidents.CompletionSources.Add([AllIncidents, .. TrafficGenerator.IncidentNames]);
        Add([_records, _seed, _start, _hours, _incidents]);
        SetAction(GenerateAsync);
    }

    static void ValidateIncidents(OptionResult result)
    {
        if (IncidentNames(result.Tokens.Select(token => token.Value))
            .FirstOrDefault(name => !TrafficGenerator.IncidentNames.Contains(name)) is { } unknown)
            result.AddError($"Unknown incident '{unknown}'. Use {AllIncidents}, {string.Join(", ", TrafficGenerator.IncidentNames)}.");
    }

    Task<int> GenerateAsync(ParseResult call, CancellationToken cancellation)
    {
        var length = call.GetValue(_hours);
        var first = call.GetValue(_start) ?? DateTimeOffset.UtcNow.AddHours(-length);
        if (first > DateTimeOffset.MaxValue.AddHours(-length))
            throw new FormatException($"{length} hours from {first:yyyy-MM-ddTHH:mm} end after the year 9999. Use an earlier --start "
                + "or fewer --hours.");
        var options = new TrafficOptions(call.GetValue(_records), call.GetValue(_seed), first, length)
        {
            Incidents = IncidentNames(call.GetValue(_incidents) ?? []),
        };
        using var output = StandardOutput.OpenData();
        foreach (var incident in TrafficGenerator.Write(output, options, cancellation))
            Console.Error.WriteLine(incident);
        return Task.FromResult(0);
    }

    static IReadOnlyList<string> IncidentNames(IEnumerable<string> values)
    {
        var names = values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct().ToList();
        return names.Contains(AllIncidents) ? TrafficGenerator.IncidentNames : names;
    }
}
