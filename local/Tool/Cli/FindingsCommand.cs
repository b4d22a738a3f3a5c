using System.CommandLine;
using System.CommandLine.Parsing;
using Web;
using Web.Findings;

namespace Tool.Cli;

/// <summary><c>flowlogs findings</c>: looks for unusual traffic in the stored records.</summary>
sealed class FindingsCommand : ManualCommand
{
    /// <summary>The exit code if there is a finding that is not muted.</summary>
    const int Found = 3;

    readonly Argument<string[]> _names = new("NAME")
    {
        Description = $"The findings to look for: {string.Join(", ", Finding.All.Select(finding => finding.Name))} [default: all]",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    readonly RangeOptions _range = new("records that began", "newest record", "24h");

    readonly Option<FindingSeverity> _severity = new("--severity")
    {
        Description = "Only findings of at least this severity [default: low]",
        HelpName = "low|medium|high",
        CustomParser = result => Enum.TryParse<FindingSeverity>(result.Tokens[0].Value, ignoreCase: true, out var level)
            && !char.IsAsciiDigit(result.Tokens[0].Value[0])
            ? level
            : result.Refuse<FindingSeverity>($"Unknown severity '{result.Tokens[0].Value}'. Use low, medium or high."),
    };

    readonly Option<string?> _muted = new("--muted")
    {
        Description = $"A file of findings that need no attention [default: {MutedFindings.FileName} in the data folder, if it exists]",
        HelpName = "FILE",
    };

    readonly LabelOptions _labels = new();
    readonly Option<bool> _sql = new("--sql") { Description = "Print the SQL of the findings, for Athena, and run nothing" };
    readonly ResultOutput _output = new(SarifLog.Format);
    readonly CommonOptions _common = new();

    public FindingsCommand()
        : base("findings", "Look for unusual traffic in the stored flow logs.",
            "flowlogs findings --severity medium",
            "flowlogs findings beaconing --from 2026-11-25T00:00 --to 2026-11-26T00:00 -o json",
            "flowlogs findings --severity high -o sarif > findings.sarif",
            "flowlogs findings horizontal-scan --sql")
    {
        Details = "Each finding is one query that Athena runs too. docs/findings.md explains the findings. "
            + "A line of the --muted file has four parts: a finding's name or *; an address, a CIDR range, an interface or *; the last "
            + "day or 'always'; the reason.";
        MoreExitCodes = [($"{Found}", "There are findings that are not muted.")];
        _names.CompletionSources.Add([.. Finding.All.Select(finding => finding.Name)]);
        _names.Validators.Add(ValidateNames);
        _severity.CompletionSources.Add("low", "medium", "high");
        Add(_names);
        Add([.. _range.All, _severity, _muted, _labels.Names, _labels.GeoIp, _sql, _output.Option, .. _common.All]);
        Validators.Add(_range.Validate);
        SetAction(FindAsync);
    }

    static void ValidateNames(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(token => Finding.All.All(finding => finding.Name != token.Value)))
            result.AddError($"Unknown finding '{token.Value}'. Use {string.Join(", ", Finding.All.Select(finding => finding.Name))}.");
    }

    async Task<int> FindAsync(ParseResult call, CancellationToken cancellation)
    {
        var wanted = call.GetValue(_names)!;
        var findings = Finding.All
            .Where(finding => finding.Severity >= call.GetValue(_severity) && (wanted.Length == 0 || wanted.Contains(finding.Name)))
            .ToList();
        if (call.GetValue(_sql))
        {
            foreach (var finding in findings)
                Console.WriteLine($"-- {finding.Title}: {finding.Question}\n{SqlOf(finding, call)};\n");
            return 0;
        }

        var data = _common.DataOf(call);
        var mutes = ReadMutes(call.GetValue(_muted), data);
        using var stack = new StackView(_labels.Read(call, _common, data));
        var span = await DataSpan.FindAsync(stack)
            ?? throw new StackException($"{data} has no records. Store some with 'flowlogs run FILE'.");
        var (since, until) = _range.Read(call, span);
        if (since >= until)
            throw new FormatException($"Invalid time range: --from {since:yyyy-MM-ddTHH:mm} is not before "
                + $"{until:yyyy-MM-ddTHH:mm}, the end of the newest record. Use an earlier --from.");
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var rows = (await RunAsync(stack, findings, since, until, cancellation))
            .Select(row => (Row: row, Muted: mutes.ReasonFor(row, today))).ToList();
        Write(call, findings, rows, until, new AddressLabels(stack.Names, stack.Places));
        var open = rows.Where(row => row.Muted is null).ToList();
        (_output.IsTable(call) ? Console.Out : Console.Error).WriteLine(Summary(open, rows.Count - open.Count, since, until));
        return open.Count > 0 ? Found : 0;
    }

    static async Task<IEnumerable<FindingRow>> RunAsync(
        StackView stack, List<Finding> findings, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        using var run = new FindingRun(stack.Engine, findings, since, until, cancellation);
        var found = new IReadOnlyList<FindingRow>[findings.Count];
        // A query does not use all processors while it assembles its last rows.
        await Parallel.ForEachAsync(findings.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation }, (one, stop) =>
            {
                found[one.Index] = run.Execute(one.Item, stop);
                return ValueTask.CompletedTask;
            });
        return found.SelectMany(rows => rows);
    }

    void Write(
        ParseResult call, List<Finding> findings, List<(FindingRow Row, string? Muted)> rows, DateTimeOffset until, AddressLabels labels)
    {
        if (call.GetValue(_output.Option) == SarifLog.Format)
        {
            using var stream = StandardOutput.OpenData();
            SarifLog.Write(stream, findings, rows, until, labels);
            return;
        }
        using var result = FindingTable.Of(rows, labels, !_output.IsTable(call), call.GetResult(_labels.GeoIp) is not null);
        _output.Write(call, result, labels);
    }

    string SqlOf(Finding finding, ParseResult call) => _range.IsLength(call)
        ? throw new FormatException("--sql cannot be used with --range. Use --from and --to.")
        : _range.Named(call) switch
        {
            (null, null) => finding.Query.ForLastDay(),
            ({ } since, { } until) => finding.Query.For(since, until),
            _ => throw new FormatException("--sql needs both --from and --to, or neither."),
        };

    static MutedFindings ReadMutes(string? named, string data) => named is null ? MutedFindings.InFolder(data)
        : File.Exists(named) ? MutedFindings.Read(named)
        : throw new FileNotFoundException($"{named}: file not found. Name the muting file with --muted.");

    static string Summary(IReadOnlyCollection<(FindingRow Row, string? Muted)> open, int muted, DateTimeOffset from, DateTimeOffset to)
    {
        var counts = Enum.GetValues<FindingSeverity>().Reverse()
            .Select(level => $"{open.Count(row => row.Row.Finding.Severity == level)} {level.ToString().ToLowerInvariant()}");
        return $"{FindingTable.Text(from)} to {FindingTable.Text(to)}: {string.Join(", ", counts)}, {muted} muted";
    }
}
