using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tool.Input;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs run</c>: flow logs through the whole stack.</summary>
static class RunCommand
{
    public const string Name = "run";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Flow logs: text, JSON, CSV or Parquet, plain or .gz; a file, a folder with all below it, a pattern, s3://bucket/prefix/, "
                + "or - for standard input [default: a day of sample traffic]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..] && !File.Exists(token.Value)))
                result.AddError($"There is no option {token.Value}.");
            var commands = result.Parent is CommandResult { Command.Parents: var parents } ? parents.OfType<Command>().SelectMany(root => root.Subcommands) : [];
            foreach (var token in result.Tokens.Where(token => commands.Any(command => command.Name == token.Value) && !Path.Exists(token.Value)))
                result.AddError($"The command comes first: flowlogs {token.Value} ...");
        });
        var maximumBad = new Option<double>("--max-bad")
        {
            Description = "The share of lines that may be none of the format, such as 0.01 or 1%; more is a failure [default: any share, as long as one line is]",
            HelpName = "SHARE",
            CustomParser = ParseShare,
        };
        var format = new Option<string[]>("--format")
        {
            Description = $"What the inputs are, where their content does not tell: {string.Join(", ", FileKinds.Names.Keys)}; or the fields of records that "
                + "have no header, as '${version} ${account-id} ...' [default: by content; the stack's format]",
            HelpName = "KIND|FIELDS",
        };
        format.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (ReadFormat([token.Value]).Error is { } error)
                    result.AddError(error);
        });
        var follow = new Option<bool>("--follow") { Description = "Go on reading the one FILE, or standard input, and run what comes every few seconds; Ctrl+C ends it" };
        var serve = new Option<bool>("--serve") { Description = "Serve the web page meanwhile and afterwards; Ctrl+C ends it" };
        var serving = new ServeOptions();
        var common = new CommonOptions();
        var command = new ManualCommand(Name, "Run flow logs through the stack, and show the sample queries.")
        {
            Details = "Each record goes the way that it has in production: CloudWatch Logs, Firehose, Decompressor, Parquet; and, where it is rejected, Kinesis and MetricPublisher. "
                + "Each run adds to the data folder, as more traffic would: the same file run twice is stored twice. A line that does not fit the format is reported with its file and number, and stored in the column 'unparsed'.",
            Examples =
            [
                "flowlogs run flows.txt.gz more-flows.txt --data flows-data",
                "flowlogs run",
                "flowlogs run AWSLogs/ 'exports/**/*.gz' s3://my-bucket/AWSLogs/",
                "flowlogs run - --max-bad 1% < flows.txt",
                "flowlogs run --serve --follow flows.txt",
            ],
            Fails = "where an input cannot be read, a record cannot be delivered, a sample query fails, or fewer lines fit than --max-bad asks for",
            Uses =
            [
                CommonOptions.TemplateFile, CommonOptions.Functions,
                ("AWS_REGION, AWS_PROFILE, ...", "Region and credentials for s3://, as the AWS command line finds them."),
                ("AWS_ENDPOINT_URL_S3", "Where s3:// is asked for in place of AWS."),
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
                return call.GetValue(follow)
                    ? await new FollowRun(template, other => common.LoadTemplate(call, other), data, options).ExecuteAsync(cancellation)
                    : await new Run(template, other => common.LoadTemplate(call, other), data, options).ExecuteAsync(cancellation);
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && result.GetValue(files) is not [_])
                result.AddError("--follow takes one FILE, or - for standard input.");
            if (result.GetValue(follow) && result.GetResult(maximumBad) is { Implicit: false })
                result.AddError("--max-bad is a share of all lines, and with --follow there is no last one.");
            if (result.GetValue(follow) && ReadFormat(result.GetValue(format) ?? []).Kind is not (null or FileKind.Text))
                result.AddError("--follow reads text: --format may name its fields, but no other kind.");
            foreach (var option in serving.All.Where(option => !result.GetValue(serve) && result.GetResult(option) is { Implicit: false }))
                result.AddError($"{option.Name} is for the web page; --serve serves it.");
        });
        return command;
    }

    static string AfterUnfinishedRun(string folder, RunManifest run) =>
        $"flowlogs: {folder}: run {run.Id} was killed. The files that it stored are whole; running its inputs again stores their records twice.";

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
            if (!word.Contains("${", StringComparison.Ordinal))
                return (null, null, $"--format '{word}' is none of {string.Join(", ", FileKinds.Names.Keys)}, nor a list of fields as '${{version}} ${{account-id}} ...'.");
            try
            {
                fields = FlowLogFormat.Parse(word);
            }
            catch (FormatException exception)
            {
                return (null, null, $"--format: {exception.Message}");
            }
        }
        return (kind, fields, null);
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
        result.AddError($"--max-bad '{text}' is not a share from 0 to 1, or from 0% to 100%.");
        return 0;
    }
}
