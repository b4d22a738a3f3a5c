using System.CommandLine;
using System.CommandLine.Parsing;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs data remove</c>: removes runs or a span of hours.</summary>
sealed class DataRemoveCommand : ManualCommand
{
    readonly Argument<string[]> _ids = new("RUN") { Description = "The ids of the runs to remove", Arity = ArgumentArity.ZeroOrMore };

    readonly Option<DateTimeOffset?> _from =
        UtcTime.Option("--from", "Remove the hours of all runs from this hour on", " [default: none]");

    readonly Option<DateTimeOffset?> _to = UtcTime.Option("--to", "Remove the hours of all runs before this hour", " [default: none]");
    readonly CommonOptions _common = new();

    public DataRemoveCommand()
        : base("remove", "Remove runs or a span of hours, with their metrics.",
            "flowlogs data remove --from 2026-11-01T00:00 --to 2026-11-02T00:00")
    {
        Details = "Partitions stay registered; a partition without files is empty.";
        Fails = "if a run does not exist or the span has no data";
        Add(_ids);
        Add([_from, _to, _common.Data]);
        Validators.Add(Validate);
        SetAction(Remove);
    }

    void Validate(CommandResult result)
    {
        var (first, end) = (UtcTime.Read(result, _from), UtcTime.Read(result, _to));
        var isSpan = result.GetResult(_from) is not null || result.GetResult(_to) is not null;
        if (isSpan == result.GetValue(_ids) is [_, ..])
            result.AddError("Name either runs, as 'flowlogs data' lists them, or a span with --from and --to.");
        else if (isSpan && (first is null || end is null || first >= end || !IsHour(first) || !IsHour(end)))
            result.AddError("--from and --to must be whole hours such as 2026-11-01T00:00, and --to must be later than --from.");
    }

    void Remove(ParseResult call)
    {
        var root = _common.DataOf(call);
        using var data = DataFolder.OpenForRun(root);
        var wanted = call.GetValue(_ids)!.ToHashSet();
        var known = StoredData.Runs(root).Select(run => run.Id).ToList();
        if (wanted.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
            throw new StackException($"Unknown run '{unknown}'. 'flowlogs data' lists the runs.");
        var (first, end) = (call.GetValue(_from), call.GetValue(_to));
        var removed = wanted.Count > 0
            ? StoredData.Remove(data, stored => wanted.Contains(stored.RunId), datum => datum.Run is { } run && wanted.Contains(run))
            : StoredData.Remove(data, stored => stored.Hour >= first && stored.Hour < end,
                datum => datum.Timestamp >= first && datum.Timestamp < end);
        if (removed.Count == 0 && wanted.Count == 0)
            throw new StackException($"Nothing is stored from {first:yyyy-MM-ddTHH:mm} to {end:yyyy-MM-ddTHH:mm}. 'flowlogs data' "
                + "shows the hours.");
        Console.WriteLine($"Removed {DataCommand.Total(removed)}");
    }

    static bool IsHour(DateTimeOffset? time) => time is { Minute: 0, Second: 0, Millisecond: 0 };
}
