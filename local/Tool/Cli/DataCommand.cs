using System.CommandLine;
using System.Globalization;
using Emulator.Athena;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs data</c>: lists the stored data by run.</summary>
sealed class DataCommand : ManualCommand
{
    static readonly ResultColumn[] Columns =
    [
        new("run", "varchar"), new("started", "varchar"), new("state", "varchar"), new("rows", "bigint"), new("files", "bigint"),
        new("bytes", "bigint"), new("first_hour", "varchar"), new("last_hour", "varchar"), new("inputs", "varchar"),
    ];

    readonly ResultOutput _output = new();
    readonly CommonOptions _common = new();

    public DataCommand() : base("data", "List the stored data by run.", "flowlogs data", "flowlogs data --output csv")
    {
        Details = "Every run has an id. The names of its files and its metrics contain the id.";
        Add([_output.Option, _common.Data]);
        Add(new DataRemoveCommand());
        Add(new DataVerifyCommand());
        SetAction(List);
    }

    /// <summary>Returns the numbers of files, bytes and hours.</summary>
    public static string Total(IReadOnlyCollection<StoredObject> objects) =>
        $"{Count(objects.Count, "file")} with {Count(objects.Sum(stored => stored.Bytes), "byte")} in "
        + Count(objects.Select(stored => stored.Hour).Distinct().Count(), "hour");

    void List(ParseResult call)
    {
        var runs = StoredData.Runs(_common.DataOf(call));
        using (var rows = QueryResult.Of(Columns, runs.Select(Cells)))
            _output.Write(call, rows);
        (_output.IsTable(call) ? Console.Out : Console.Error).WriteLine(Total([.. runs.SelectMany(run => run.Objects)]));
    }

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

    static string Count(long number, string unit) =>
        $"{number:N0} {unit}{(number == 1 ? "" : "s")}";
}
