using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Emulator.Template;
using Tool.Input;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs run</c>: runs flow logs through the whole stack.</summary>
sealed class RunCommand : ManualCommand
{
    public const string CommandName = "run";

    public const string FileMissing =
        "FILE is missing. Name a file, a folder, a pattern or s3://bucket/prefix/, or - for standard input. 'flowlogs demo' runs sample "
        + "traffic.";

    readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Flow logs as text, JSON, CSV or Parquet, plain or .gz: a file, a folder with its subfolders, a pattern, "
            + "s3://bucket/prefix/, or - for standard input",
        Arity = ArgumentArity.ZeroOrMore, // UsageErrors reports a missing FILE.
    };

    readonly Option<double?> _maximumBad = new("--max-bad")
    {
        Description = "The largest accepted share of lines that do not match the format, such as 0.01 or 1%. If more lines do not "
            + "match, nothing is stored [default: one matching line is enough]",
        HelpName = "SHARE",
        CustomParser = ParseShare,
    };

    readonly Option<string[]> _format = new("--format")
    {
        Description = $"The kind of all inputs: {string.Join(", ", FileKinds.Names.Keys)}; or the fields of records without a header, "
            + "such as '${version} ${account-id} ...' [default: flowlogs detects the kind, and the fields are those of the stack]",
        HelpName = "KIND|FIELDS",
    };

    readonly Option<bool> _follow = new("--follow")
    {
        Description = "Keep reading one FILE or standard input, and run new records every few seconds until Ctrl+C",
    };

    readonly Option<bool> _serve = new("--serve") { Description = "Serve the web page during the run and after it, until Ctrl+C" };
    readonly ServeOptions _serving = new();
    readonly CommonOptions _common = new();

    public RunCommand()
        : base(CommandName, "Run flow logs through the stack and show the sample queries.",
            "flowlogs run flows.txt.gz more-flows.txt --data flows-data",
            "flowlogs run AWSLogs/ 'exports/**/*.gz' s3://my-bucket/AWSLogs/",
            "flowlogs run - --max-bad 1% < flows.txt",
            "flowlogs run --serve --follow flows.txt")
    {
        Details = "Each record takes the same path as on AWS: CloudWatch Logs, Firehose, Decompressor, Parquet. A rejected record also "
            + "takes the path through Kinesis and MetricPublisher. "
            + "Each run adds to the data folder. If you run a file twice, its records are stored twice. "
            + "A line that does not match the format is reported with its file and line number and stored in the column 'unparsed'. "
            + "'run' is the default command: 'flowlogs flows.txt' means 'flowlogs run flows.txt'.";
        Fails = "if an input cannot be read, a record cannot be delivered, a sample query fails, or more lines than --max-bad allows do "
            + "not match the format";
        Uses =
        [
            CommonOptions.Functions,
            ("AWS_REGION, AWS_PROFILE, ...", "Region and credentials for s3://, as for the AWS CLI."),
            ("AWS_ENDPOINT_URL_S3", "The S3 endpoint for s3://, instead of AWS."),
        ];
        Add(_files);
        Add([_maximumBad, _format, _follow, _serve, .. _serving.All, .. _common.All]);
        Validators.Add(Validate);
        SetAction((call, cancellation) => call.GetValue(_serve)
            ? _serving.ServeAsync(call, _common, call.GetValue(_common.Data)!, () => RunAsync(call, cancellation), cancellation)
            : RunAsync(call, cancellation));
    }

    void Validate(CommandResult result)
    {
        var (kind, _, error) = ReadFormat(result.GetValue(_format));
        if (error is not null)
            result.AddError(error);
        if (result.GetValue(_follow) && result.GetValue(_files) is [_, _, ..])
            result.AddError("--follow takes one FILE or standard input. Name one file, or -.");
        if (result.GetValue(_follow) && result.GetResult(_maximumBad) is not null)
            result.AddError("--max-bad cannot be used with --follow. Remove one of them.");
        if (result.GetValue(_follow) && kind is not (null or FileKind.Text))
            result.AddError("--follow reads only text. Use --format only for its fields.");
        foreach (var option in _serving.All.Where(option => !result.GetValue(_serve) && result.GetResult(option) is { Implicit: false }))
            result.AddError($"{option.Name} needs --serve.");
    }

    async Task<int> RunAsync(ParseResult call, CancellationToken cancellation)
    {
        var template = _common.LoadTemplate(call);
        using var data = DataFolder.OpenForRun(call.GetValue(_common.Data)!);
        if (data.UnfinishedRun is { } run)
            await Console.Error.WriteLineAsync($"flowlogs: Run {run.Id} in {call.GetValue(_common.Data)} was killed. The files that it "
                + "stored are complete and stay; running its inputs again stores their records twice. "
                + $"'flowlogs data remove {run.Id}' removes them.");
        var (kind, fields, _) = ReadFormat(call.GetValue(_format));
        var options = new RunOptions
        {
            Files = call.GetValue(_files)!,
            MaximumBad = call.GetValue(_maximumBad),
            Kind = kind,
            Format = fields,
        };
        try
        {
            return call.GetValue(_follow)
                ? await new FollowRun(template, WithFormat, data, options).ExecuteAsync(cancellation)
                : await new Run(template, WithFormat, data, options).ExecuteAsync(cancellation);
        }
        catch (OperationCanceledException) when (data.IsStoring)
        {
            throw new StackException(
                $"Interrupted. Run {data.RunId} stored a part of its records. 'flowlogs data remove {data.RunId}' removes them.");
        }

        StackTemplate WithFormat(FlowLogFormat format) => _common.LoadTemplate(call, format);
    }

    static (FileKind? Kind, FlowLogFormat? Fields, string? Error) ReadFormat(IReadOnlyList<string>? words)
    {
        FileKind? kind = null;
        FlowLogFormat? fields = null;
        foreach (var word in words ?? [])
        {
            if (FileKinds.Names.TryGetValue(word.ToLowerInvariant(), out var named))
            {
                kind = named;
                continue;
            }
            try
            {
                // The header of a file has names alone, too.
                fields = word.Contains("${", StringComparison.Ordinal) ? FlowLogFormat.Parse(word) : FormatOfNames(word);
            }
            catch (FormatException exception)
            {
                return (null, null, $"--format: {exception.Message}");
            }
        }
        return (kind, fields, null);
    }

    static FlowLogFormat FormatOfNames(string text)
    {
        var names = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (2 * names.Count(name => FlowLogFields.Find(Encoding.UTF8.GetBytes(name)) is not null) <= names.Length)
            throw new FormatException(
                $"Unknown format '{text}'. Use {string.Join(", ", FileKinds.Names.Keys)} or fields such as "
                + "'${version} ${account-id} ...'.");
        return FlowLogFormat.OfNames(names);
    }

    static double? ParseShare(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var isPercent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            number = isPercent ? number / 100 : number;
        else
            number = double.NaN;
        return number is >= 0 and <= 1
            ? number
            : result.Refuse<double?>($"--max-bad must be from 0 to 1, or from 0% to 100%, but was '{text}'.");
    }
}
