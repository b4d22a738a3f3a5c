using System.CommandLine;
using System.Globalization;
using Emulator.Athena;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs data</c>: lists, removes and verifies stored data by run.</summary>
static class DataCommand
{
    static readonly ResultColumn[] Columns =
    [
        new("run", "varchar"), new("started", "varchar"), new("state", "varchar"), new("rows", "bigint"), new("files", "bigint"),
        new("bytes", "bigint"),
        new("first_hour", "varchar"), new("last_hour", "varchar"), new("inputs", "varchar"),
    ];

    public static Command Create()
    {
        var output = new ResultOutput();
        var folder = new CommonOptions().Data;
        var command = new ManualCommand("data", "List the stored data by run.")
        {
            Details = "Every run has an id. The names of its files and its metrics contain the id.",
            Examples = ["flowlogs data", "flowlogs data --output csv"],
        };
        command.Add(output.Option);
        command.Add(folder);
        command.Subcommands.Add(Remove());
        command.Subcommands.Add(Verify());
        command.SetAction(call =>
        {
            var root = DataFolder.OpenForReading(call.GetValue(folder)!);
            var runs = StoredData.Runs(root);
            using (var rows = QueryResult.Of(Columns, runs.Select(Cells)))
                output.Write(call, rows);
            (output.IsTable(call) ? Console.Out : Console.Error).WriteLine(Total([.. runs.SelectMany(run => run.Objects)]));
            return 0;
        });
        return command;
    }

    static ManualCommand Remove()
    {
        var ids = new Argument<string[]>("RUN") { Description = "The ids of the runs to remove", Arity = ArgumentArity.ZeroOrMore };
        var from = UtcTime.Option("--from", "Remove the hours of all runs from this hour on", " [default: none]");
        var to = UtcTime.Option("--to", "Remove the hours of all runs before this hour", " [default: none]");
        var folder = new CommonOptions().Data;
        var command = new ManualCommand("remove", "Remove runs or a span of hours, with their metrics.")
        {
            Details = "Partitions stay registered; a partition without files is empty.",
            Examples = ["flowlogs data remove --from 2026-11-01T00:00 --to 2026-11-02T00:00"],
            Fails = "if a run does not exist or the span has no data",
        };
        command.Add(ids);
        command.Add(from);
        command.Add(to);
        command.Add(folder);
        command.Validators.Add(result =>
        {
            var (first, end) = (UtcTime.Read(result, from), UtcTime.Read(result, to));
            var isSpan = result.GetResult(from) is not null || result.GetResult(to) is not null;
            if (isSpan == result.GetValue(ids) is [_, ..])
                result.AddError("Name either runs, as 'flowlogs data' lists them, or a span with --from and --to.");
            else if (isSpan && (first is null || end is null || first >= end || !IsHour(first) || !IsHour(end)))
                result.AddError("--from and --to must be whole hours such as 2026-11-01T00:00, and --to must be later than --from.");
        });
        command.SetAction(call =>
        {
            var root = DataFolder.OpenForReading(call.GetValue(folder)!);
            using var data = DataFolder.OpenForRun(root);
            var wanted = call.GetValue(ids)!.ToHashSet();
            var known = StoredData.Runs(root).Select(run => run.Id).ToList();
            if (wanted.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
                throw new StackException($"Unknown run '{unknown}'. 'flowlogs data' lists the runs.");
            var (first, end) = (call.GetValue(from), call.GetValue(to));
            var removed = wanted.Count > 0
                ? StoredData.Remove(data, stored => wanted.Contains(stored.RunId), datum => datum.Run is { } run && wanted.Contains(run))
                : StoredData.Remove(data, stored =>
                stored.Hour >= first && stored.Hour < end, datum => datum.Timestamp >= first && datum.Timestamp < end);
            if (removed.Count == 0 && wanted.Count == 0)
                throw new StackException($"Nothing is stored from {first:yyyy-MM-ddTHH:mm} to {end:yyyy-MM-ddTHH:mm}. 'flowlogs data' "
                    + $"shows the hours.");
            Console.WriteLine($"Removed {Total(removed)}");
            return 0;
        });
        return command;
    }

    static ManualCommand Verify()
    {
        var common = new CommonOptions();
        var command = new ManualCommand("verify", "Read all stored data and compare it with the counts of the runs.")
        {
            Examples = ["flowlogs data verify"],
            Fails = "if a file is damaged, a run was killed, rows are missing, or a file is in no partition",
        };
        common.AddTo(command);
        command.SetAction((call, cancellation) =>
        {
            var root = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            var runs = StoredData.Runs(root);
            var problems = runs.SelectMany(Problems).ToList();
            if (problems.Count == 0)
                problems.AddRange(ReadAll(FlowLogTable.Engine(common.LoadTemplate(call), root), runs, cancellation));
            foreach (var problem in problems)
                Console.Error.WriteLine($"flowlogs: {problem}");
            if (problems.Count == 0)
                Console.WriteLine($"Verified {Total([.. runs.SelectMany(run => run.Objects)])}");
            return Task.FromResult(problems.Count == 0 ? 0 : 1);
        });
        return command;
    }

    static IEnumerable<string> Problems(StoredRun run)
    {
        foreach (var stored in run.Objects.Where(stored => StoredData.RowsOf(stored) is null))
            yield return $"Damaged file: {stored.Path}. {Again(run)}";
        if (run.Manifest is { Ended: null })
            yield return $"Run {run.Id} did not end. {Again(run)}";
        if (run.Manifest?.Rows is { } expected && run.Objects.Sum(stored => StoredData.RowsOf(stored) ?? 0) is var rows && rows != expected)
            yield return $"Run {run.Id} stored {expected} rows, but {rows} exist. {Again(run)}";
    }

    static string Again(StoredRun run) => $"Remove the run with 'flowlogs data remove {run.Id}' and run its inputs again.";

    // Counting the values of a column reads them. The count of all rows compares what Athena reads with the content of the files.
    static IEnumerable<string> ReadAll(AthenaEngine engine, IReadOnlyList<StoredRun> runs, CancellationToken cancellation)
    {
        var columns = string.Join(", ", engine.Table.Columns.Select(column => $"count(\"{column.Name}\")"));
        using var result = engine.Query($"SELECT count(*), {columns} FROM {engine.Table.Name}", cancellation);
        var expected = runs.SelectMany(run => run.Objects).Sum(stored => StoredData.RowsOf(stored) ?? 0);
        if (result.Read() && Convert.ToInt64(result.Row[0], CultureInfo.InvariantCulture) is var rows && rows != expected)
            yield return $"Queries see {rows} rows, but the files have {expected}. Register the missing hours: {Registration}";
    }

    static string Registration => "echo '{\"discover\":true}' | flowlogs invoke PartitionRegistrar -e -";

    static bool IsHour(DateTimeOffset? time) => time is { Minute: 0, Second: 0, Millisecond: 0 };

    static object?[] Cells(StoredRun run)
    {
        var hours = run.Objects.Select(stored => stored.Hour).OfType<DateTimeOffset>().ToList();
        return
        [
            run.Id, Text(run.Manifest?.Started, "yyyy-MM-ddTHH:mm:ssZ"), State(run.Manifest),
            run.Objects.Sum(stored => StoredData.RowsOf(stored) ?? 0),
            (long)run.Objects.Count, run.Objects.Sum(stored => stored.Bytes), hours.Count == 0 ? null : Text(hours.Min(), "yyyy-MM-ddTHH"),
            hours.Count == 0 ? null : Text(hours.Max(), "yyyy-MM-ddTHH"), run.Manifest is null ? null : Inputs(run.Manifest),
        ];
    }

    static string State(RunManifest? run) => run switch
    {
        null => "no manifest",
        { Ended: null } => "not ended",
        _ => "complete",
    };

    static string Inputs(RunManifest run) => run.IsSample ? "sample" : string.Join(' ', run.Inputs);

    static string? Text(DateTimeOffset? time, string format) => time?.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    static string Total(IReadOnlyCollection<StoredObject> objects) =>
        $"{Count(objects.Count, "file")} with {Count(objects.Sum(stored => stored.Bytes), "byte")} in "
        + Count(objects.Select(stored => stored.Hour).Distinct().Count(), "hour");

    static string Count(long number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {unit}{(number == 1 ? "" : "s")}");
}
