using System.CommandLine;
using System.Globalization;
using FlowLogs.Local.Stack;

namespace FlowLogs.Local.Cli;

/// <summary><c>flowlogs run</c>: flow logs through the whole stack.</summary>
static class RunCommand
{
    public const string Name = "run";

    const string Text = "Run flow logs through the stack: CloudWatch Logs, Firehose, Decompressor, Parquet; then show the sample queries. "
        + "Each run adds to the data folder, as more traffic would in production: the same file run twice is stored twice.";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Flow-log text in the template's format, plain or .gz, with or without header; - for standard input [default: a day of sample traffic]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..] && !File.Exists(token.Value)))
                result.AddError($"There is no option {token.Value}.");
            foreach (var token in result.Tokens.Where(token => token.Value == Name && !File.Exists(token.Value)))
                result.AddError($"The command comes first: flowlogs {token.Value} ...");
        });
        var maximumBad = new Option<double>("--max-bad")
        {
            Description = "The share of lines that may be none of the format, such as 0.01 or 1%; more is a failure [default: any share, as long as one line is]",
            HelpName = "SHARE",
            CustomParser = ParseShare,
        };
        var follow = new Option<bool>("--follow") { Description = "Go on reading the one FILE, or standard input, and run what comes every few seconds; Ctrl+C ends it" };
        var serve = new Option<bool>("--serve") { Description = "Serve the web page meanwhile and afterwards; Ctrl+C ends it" };
        var serving = new ServeOptions();
        var common = new CommonOptions();
        var command = new ExampleCommand(
            Name, Text,
            "flowlogs run flows.txt.gz more-flows.txt --data flows-data",
            "flowlogs run",
            "flowlogs run - --max-bad 1% < flows.txt",
            "flowlogs run --serve --follow flows.txt");
        command.Arguments.Add(files);
        command.Options.Add(maximumBad);
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
                var share = call.GetResult(maximumBad) is null ? (double?)null : call.GetValue(maximumBad);
                return call.GetValue(follow)
                    ? await new FollowRun(template, data, call.GetValue(files)![0]).ExecuteAsync(cancellation)
                    : await new Run(template, data, call.GetValue(files)!, share).ExecuteAsync(cancellation);
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && result.GetValue(files) is not [_])
                result.AddError("--follow takes one FILE, or - for standard input.");
        });
        return command;
    }

    static double ParseShare(System.CommandLine.Parsing.ArgumentResult result)
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
