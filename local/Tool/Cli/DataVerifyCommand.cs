using System.CommandLine;
using System.Globalization;
using Emulator.Athena;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs data verify</c>: compares the stored data with the counts of the runs.</summary>
sealed class DataVerifyCommand : ManualCommand
{
    readonly CommonOptions _common = new();

    public DataVerifyCommand()
        : base("verify", "Read all stored data and compare it with the counts of the runs.", "flowlogs data verify")
    {
        Fails = "if a file is damaged, a run was killed, rows are missing, or a file is in no partition";
        Add(_common.All);
        SetAction(VerifyAsync);
    }

    Task<int> VerifyAsync(ParseResult call, CancellationToken cancellation)
    {
        var root = _common.DataOf(call);
        var runs = StoredData.Runs(root);
        var problems = runs.SelectMany(Problems).ToList();
        if (problems.Count == 0)
            problems.AddRange(ReadAll(FlowLogTable.Engine(_common.LoadTemplate(call), root), runs, cancellation));
        foreach (var problem in problems)
            Console.Error.WriteLine($"flowlogs: {problem}");
        if (problems.Count == 0)
            Console.WriteLine($"Verified {DataCommand.Total([.. runs.SelectMany(run => run.Objects)])}");
        return Task.FromResult(problems.Count == 0 ? 0 : 1);
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
            yield return $"Queries see {rows} rows, but the files have {expected}. Register the missing hours: "
                + "echo '{\"discover\":true}' | flowlogs invoke PartitionRegistrar -e -";
    }
}
