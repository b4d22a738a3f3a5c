using System.CommandLine;
using FlowLogs.Local.Traffic;

namespace FlowLogs.Local.Cli;

/// <summary><c>flowlogs generate</c>: made-up VPC traffic as flow-log text.</summary>
static class GenerateCommand
{
    public static Command Create()
    {
        var records = new Option<long>("--records") { Description = "How many records", HelpName = "N", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed makes the same records", HelpName = "S", DefaultValueFactory = _ => 1 };
        var hours = new Option<int>("--hours") { Description = "The time that the records spread over", HelpName = "H", DefaultValueFactory = _ => 24 };
        var start = UtcTime.Option("--start", "When the first hour begins", " [default: so that the last hour ends now]");
        records.Validators.Add(result => Check(result, result.GetValue(records) is >= 1 and <= 10_000_000_000, "--records is a number from 1 to 10000000000."));
        hours.Validators.Add(result => Check(result, result.GetValue(hours) is >= 1 and <= 24 * 366, "--hours is a number from 1 to 8784."));
        var command = new Command("generate", "Make realistic VPC traffic as flow-log text on standard output: web servers, NAT, DNS, scanners that get rejected, IPv6, ICMP, gaps.")
        {
            records, seed, start, hours,
        };
        command.SetAction((call, cancellation) =>
        {
            using var output = Console.OpenStandardOutput();
            var length = call.GetValue(hours);
            TrafficGenerator.Write(
                output,
                new TrafficOptions(call.GetValue(records), call.GetValue(seed), call.GetValue(start) ?? DateTimeOffset.UtcNow.AddHours(-length), length),
                cancellation);
            return Task.FromResult(0);
        });
        return command;
    }

    static void Check(System.CommandLine.Parsing.OptionResult result, bool holds, string message)
    {
        if (result.Errors.Any() || holds)
            return;
        result.AddError(message);
    }
}
