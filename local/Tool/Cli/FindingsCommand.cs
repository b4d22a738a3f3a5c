using System.CommandLine;
using System.Globalization;
using Emulator.Athena;
using Tool.Stack;
using Web;
using Web.Findings;

namespace Tool.Cli;

/// <summary><c>flowlogs findings</c>: looks for unusual traffic in the stored records.</summary>
static class FindingsCommand
{
    /// <summary>The exit code if there is a finding that is not muted.</summary>
    const int Found = 3;

    static readonly ResultColumn[] Columns =
    [
        new("severity", "varchar"), new("finding", "varchar"), new("source", "varchar"), new("destination", "varchar"),
        new("port", "varchar"),
        new("interface_id", "varchar"), new("first_seen", "varchar"), new("last_seen", "varchar"), new("records", "bigint"),
        new("detail", "varchar"), new("muted", "varchar"),
    ];

    static readonly ResultColumn[] NameColumns =
        [new("source_name", "varchar"), new("destination_name", "varchar"), new("interface_name", "varchar")];

    static readonly ResultColumn[] PlaceColumns = [new("source_place", "varchar"), new("destination_place", "varchar")];

    public static Command Create()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = $"The findings to look for: {string.Join(", ", Finding.All.Select(finding => finding.Name))} [default: all]",
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => []
        };
        names.CompletionSources.Add([.. Finding.All.Select(finding => finding.Name)]);
        names.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Finding.All.All(finding => finding.Name != token.Value)))
                result.AddError($"Unknown finding '{token.Value}'. Use {string.Join(", ", Finding.All.Select(finding => finding.Name))}.");
        });
        var range = new RangeOptions("records that began", "newest record", "24h");
        var severity = new Option<FindingSeverity>("--severity")
        {
            Description = "Only findings of at least this severity [default: low]",
            HelpName = "low|medium|high",
            CustomParser = result => Enum.TryParse<FindingSeverity>(result.Tokens[0].Value, ignoreCase: true, out var level)
                && !char.IsAsciiDigit(result.Tokens[0].Value[0])
                ? level
                : Refuse(result, $"Unknown severity '{result.Tokens[0].Value}'. Use low, medium or high."),
        };
        severity.CompletionSources.Add("low", "medium", "high");
        var muted = new Option<string?>("--muted")
        {
            Description = $"A file of findings that need no attention [default: {MutedFindings.FileName} in the data folder, if it exists]",
            HelpName = "FILE",
        };
        var sql = new Option<bool>("--sql") { Description = "Print the SQL of the findings, for Athena, and run nothing" };
        var namesFile = ServeOptions.NamesOption();
        var geoIp = ServeOptions.GeoIpOption();
        var output = new ResultOutput(SarifLog.Format);
        var common = new CommonOptions();
        var command = new ManualCommand("findings", "Look for unusual traffic in the stored flow logs.")
        {
            Details = "Each finding is one query that Athena runs too. docs/findings.md explains the findings. "
                + "A line of the --muted file has four parts: a finding's name or *; an address, a CIDR range, an interface or *; the last "
                + "day or 'always'; the reason.",
            Examples =
            [
                "flowlogs findings --severity medium",
                "flowlogs findings beaconing --from 2026-11-25T00:00 --to 2026-11-26T00:00 -o json",
                "flowlogs findings --severity high -o sarif > findings.sarif",
                "flowlogs findings horizontal-scan --sql",
            ],
            MoreExitCodes = [($"{Found}", "There are findings that are not muted.")],
        };
        command.Add(names);
        range.AddTo(command);
        foreach (var option in new Option[] { severity, muted, namesFile, geoIp, sql, output.Option })
            command.Add(option);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var wanted = call.GetValue(names)!;
            var findings = Finding.All
                .Where(finding => finding.Severity >= call.GetValue(severity) && (wanted.Length == 0 || wanted.Contains(finding.Name)))
                .ToList();
            if (call.GetValue(sql))
            {
                if (range.IsLength(call))
                    throw new FormatException("--sql cannot be used with --range. Use --from and --to.");
                foreach (var finding in findings)
                {
                    var statement = SqlOf(finding, range.Named(call));
                    Console.WriteLine($"-- {finding.Title}: {finding.Question}\n{statement};\n");
                }
                return 0;
            }

            var data = DataFolder.OpenForReading(call.GetValue(common.Data)!);
            var mutes = ReadMutes(call.GetValue(muted), data);
            using var stack = new StackView(new WebOptions
            {
                DataFolder = data,
                LoadTemplate = () => common.LoadTemplate(call),
                Names = call.GetValue(namesFile),
                GeoIp = call.GetValue(geoIp) ?? [],
            });
            var span = await DataSpan.FindAsync(stack)
                ?? throw new StackException($"{data} has no records. Store some with 'flowlogs run FILE'.");
            var (since, until) = range.Read(call, span);
            if (since >= until)
                throw new FormatException($"Invalid time range: --from {since:yyyy-MM-ddTHH:mm} is not before "
                    + $"{until:yyyy-MM-ddTHH:mm}, the end of the newest record. Use an earlier --from.");
            var today = DateOnly.FromDateTime(DateTime.UtcNow);
            using var run = new FindingRun(stack.Engine, findings, since, until, cancellation);
            var found = new IReadOnlyList<FindingRow>[findings.Count];
            // A query does not use all processors while it assembles its last rows.
            await Parallel.ForEachAsync(findings.Index(),
                new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, (one, stop) =>
            {
                found[one.Index] = run.Execute(one.Item, stop);
                return ValueTask.CompletedTask;
            });
            var rows = found.SelectMany(of => of).Select(row => (Row: row, Muted: mutes.ReasonFor(row, today))).ToList();
            var labels = new AddressLabels(stack.Names, stack.Places);
            if (call.GetValue(output.Option) == SarifLog.Format)
            {
                using var stream = StandardOutput.OpenData();
                SarifLog.Write(stream, findings, rows, until, labels);
            }
            else
            {
                using var result = Result(rows, labels, !output.IsTable(call), call.GetValue(geoIp) is { Length: > 0 });
                output.Write(call, result, labels);
            }

            var open = rows.Where(row => row.Muted is null).ToList();
            (output.IsTable(call) ? Console.Out : Console.Error).WriteLine(Summary(open, rows.Count - open.Count, since, until));
            return open.Count > 0 ? Found : 0;
        });
        return command;
    }

    static string SqlOf(Finding finding, (DateTimeOffset? From, DateTimeOffset? To) named) => named switch
    {
        (null, null) => finding.Query.ForLastDay(),
        ({ } since, { } until) => finding.Query.For(since, until),
        _ => throw new FormatException("--sql needs both --from and --to, or neither."),
    };

    static MutedFindings ReadMutes(string? named, string data) => named is null ? MutedFindings.InFolder(data)
        : File.Exists(named) ? MutedFindings.Read(named)
        : throw new FileNotFoundException($"{named}: file not found. Name the muting file with --muted.");

    // A table has labels beside addresses; the other formats have columns of their own for them, if there are any.
    static QueryResult Result(IEnumerable<(FindingRow Row, string? Muted)> rows, AddressLabels labels, bool hasColumns, bool hasPlaces)
    {
        var hasNames = hasColumns && labels.HasNames;
        hasPlaces &= hasColumns;
        return QueryResult.Of([.. Columns, .. hasNames ? NameColumns : [], .. hasPlaces ? PlaceColumns : []], rows.Select(row =>
        {
            var (source, destination, eni) = (row.Row.Source ?? "", row.Row.Destination ?? "", row.Row.Interface ?? "");
            string?[] names = hasNames ? [labels.NameOf(source), labels.NameOf(destination), labels.NameOf(eni)] : [];
            string?[] places = hasPlaces ? [labels.PlaceOf(source), labels.PlaceOf(destination)] : [];
            return (object?[])[.. Cells(row.Row, row.Muted), .. names, .. places];
        }));
    }

    static object?[] Cells(FindingRow row, string? muted) =>
    [
        row.Finding.Severity.ToString().ToLowerInvariant(), row.Finding.Name, row.Source, row.Destination, row.Port, row.Interface,
        Text(row.FirstSeen), Text(row.LastSeen), row.Records, row.Detail, muted,
    ];

    static string Summary(IReadOnlyCollection<(FindingRow Row, string? Muted)> open, int muted, DateTimeOffset from, DateTimeOffset to)
    {
        var counts = Enum.GetValues<FindingSeverity>().Reverse()
            .Select(level => FormattableString.Invariant(
            $"{open.Count(row => row.Row.Finding.Severity == level)} {level.ToString().ToLowerInvariant()}"));
        return $"{Text(from)} to {Text(to)}: {string.Join(", ", counts)}, {muted.ToString(CultureInfo.InvariantCulture)} muted";
    }

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    static FindingSeverity Refuse(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return FindingSeverity.Low;
    }
}
