using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Tool.Input;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs run</c>: runs flow logs through the whole stack.</summary>
static class RunCommand
{
    public const string Name = "run";

    public const string FileMissing =
        "FILE is missing. Name a file, a folder, a pattern or s3://bucket/prefix/, or - for standard input. 'flowlogs demo' runs sample "
        + "traffic.";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Flow logs as text, JSON, CSV or Parquet, plain or .gz: a file, a folder with its subfolders, a pattern, "
                + "s3://bucket/prefix/, or - for standard input",
            Arity = ArgumentArity.ZeroOrMore, // UsageErrors reports a missing FILE.
        };
        var maximumBad = new Option<double>("--max-bad")
        {
            Description = "The largest accepted share of lines that do not match the format, such as 0.01 or 1%. If more lines do not "
                + "match, nothing is stored [default: one matching line is enough]",
            HelpName = "SHARE",
            CustomParser = ParseShare,
        };
        var format = new Option<string[]>("--format")
        {
            Description = $"The kind of all inputs: {string.Join(", ", FileKinds.Names.Keys)}; or the fields of records without a header, "
                + "such as '${version} ${account-id} ...' [default: flowlogs detects the kind, and the fields are those of the stack]",
            HelpName = "KIND|FIELDS",
        };
        format.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (ReadFormat([token.Value]).Error is { } error)
                    result.AddError(error);
        });
        var follow = new Option<bool>(
            "--follow")
        { Description = "Keep reading one FILE or standard input, and run new records every few seconds until Ctrl+C" };
        var serve = new Option<bool>("--serve") { Description = "Serve the web page during the run and after it, until Ctrl+C" };
        var serving = new ServeOptions();
        var common = new CommonOptions();
        var command = new ManualCommand(Name, "Run flow logs through the stack and show the sample queries.")
        {
            Details = "Each record takes the same path as on AWS: CloudWatch Logs, Firehose, Decompressor, Parquet. A rejected record also "
                + "takes the path through Kinesis and MetricPublisher. "
                + "Each run adds to the data folder. If you run a file twice, its records are stored twice. "
                + "A line that does not match the format is reported with its file and line number and stored in the column 'unparsed'. "
                + "'run' is the default command: 'flowlogs flows.txt' means 'flowlogs run flows.txt'.",
            Examples =
            [
                "flowlogs run flows.txt.gz more-flows.txt --data flows-data",
                "flowlogs run AWSLogs/ 'exports/**/*.gz' s3://my-bucket/AWSLogs/",
                "flowlogs run - --max-bad 1% < flows.txt",
                "flowlogs run --serve --follow flows.txt",
            ],
            Fails = "if an input cannot be read, a record cannot be delivered, a sample query fails, or more lines than --max-bad allows "
                + "do not match the format",
            Uses =
            [
                CommonOptions.Functions,
                ("AWS_REGION, AWS_PROFILE, ...", "Region and credentials for s3://, as for the AWS CLI."),
                ("AWS_ENDPOINT_URL_S3", "The S3 endpoint for s3://, instead of AWS."),
            ],
        };
        command.Arguments.Add(files);
        command.Options.Add(maximumBad);
        command.Options.Add(format);
        command.Options.Add(follow);
        command.Options.Add(serve);
        serving.AddTo(command);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var template = common.LoadTemplate(call);
            var folder = call.GetValue(common.Data)!;
            return call.GetValue(serve)
                ? await ServeOptions.ServeAsync(serving.Read(call, folder, () => common.LoadTemplate(call)), RunAsync, cancellation)
                : await RunAsync();

            async Task<int> RunAsync()
            {
                using var data = DataFolder.OpenForRun(folder);
                if (data.UnfinishedRun is { } unfinished)
                    await Console.Error.WriteLineAsync(AfterUnfinishedRun(folder, unfinished));
                var (kind, fields, _) = ReadFormat(call.GetValue(format) ?? []);
                var options = new RunOptions
                {
                    Files = call.GetValue(files)!,
                    MaximumBad = call.GetResult(maximumBad) is null ? null : call.GetValue(maximumBad),
                    Kind = kind,
                    Format = fields,
                };
                try
                {
                    return call.GetValue(follow)
                        ? await new FollowRun(template, other => common.LoadTemplate(call, other), data, options).ExecuteAsync(cancellation)
                        : await new Run(template, other => common.LoadTemplate(call, other), data, options).ExecuteAsync(cancellation);
                }
                catch (OperationCanceledException) when (data.IsStoring)
                {
                    throw new StackException(
                        $"Interrupted. Run {data.RunId} stored a part of its records. 'flowlogs data remove {data.RunId}' removes them.");
                }
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && result.GetValue(files) is [_, _, ..])
                result.AddError("--follow takes one FILE or standard input. Name one file, or -.");
            if (result.GetValue(follow) && result.GetResult(maximumBad) is { Implicit: false })
                result.AddError("--max-bad cannot be used with --follow. Remove one of them.");
            if (result.GetValue(follow) && ReadFormat(result.GetValue(format) ?? []).Kind is not (null or FileKind.Text))
                result.AddError("--follow reads only text. Use --format only for its fields.");
            foreach (var option in serving.All.Where(option => !result.GetValue(serve) && result.GetResult(option) is { Implicit: false }))
                result.AddError($"{option.Name} needs --serve.");
        });
        return command;
    }

    static string AfterUnfinishedRun(string folder, RunManifest run) =>
        $"flowlogs: Run {run.Id} in {folder} was killed. The files that it stored are complete and stay; "
        + $"running its inputs again stores their records twice. 'flowlogs data remove {run.Id}' removes them.";

    static (FileKind? Kind, FlowLogFormat? Fields, string? Error) ReadFormat(IReadOnlyList<string> words)
    {
        FileKind? kind = null;
        FlowLogFormat? fields = null;
        foreach (var word in words)
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

    static double ParseShare(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var isPercent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            number = isPercent ? number / 100 : number;
        else
            number = double.NaN;
        if (number is >= 0 and <= 1)
            return number;
        result.AddError($"--max-bad must be from 0 to 1, or from 0% to 100%, but was '{text}'.");
        return 0;
    }
}
