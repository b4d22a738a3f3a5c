using System.Collections;
using System.CommandLine;
using System.Text.Json;
using Emulator.Lambda;
using Emulator.Template;
using Tool.Input;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs invoke</c>: runs one function with one event, like <c>sam local invoke</c>.</summary>
sealed class InvokeCommand : ManualCommand
{
    readonly Argument<string> _function = new("FUNCTION")
    {
        Description = "The function's logical id in the template, in upper or lower case: Decompressor, MetricPublisher or "
            + "PartitionRegistrar",
        HelpName = "FUNCTION",
    };

    readonly Option<string> _event = new("--event", "-e")
    {
        Description = "A JSON file with the event, or - for standard input",
        HelpName = "EVENT.json",
        Required = true,
    };

    readonly CommonOptions _common = new();

    public InvokeCommand()
        : base("invoke", "Run one function's executable with one event, like 'sam local invoke', and print its response.",
            "flowlogs invoke Decompressor -e events/firehose-cloudwatch-logs.json",
            "echo '{\"discover\":true}' | flowlogs invoke PartitionRegistrar -e -")
    {
        Details = "The function's log goes to standard error. Its calls to S3, Athena, Firehose and CloudWatch go to the local stack in "
            + "the data folder.";
        Fails = "if the function returns an error, which is printed";
        Uses =
        [
            CommonOptions.Functions,
            ("AWS_ENDPOINT_URL", "The endpoint of all calls of the function, instead of the local stack."),
            ("AWS_ENDPOINT_URL_...", "The same for one service, such as AWS_ENDPOINT_URL_S3."),
        ];
        _function.CompletionSources.Add("Decompressor", "MetricPublisher", "PartitionRegistrar");
        Add(_function);
        Add([_event, .. _common.All]);
        SetAction(InvokeAsync);
    }

    async Task<int> InvokeAsync(ParseResult call, CancellationToken cancellation)
    {
        var template = _common.LoadTemplate(call);
        var resource = Find(template, call.GetValue(_function)!);
        var payload = await ReadEventAsync(call.GetValue(_event)!, cancellation);
        await using var services = await LocalServices.StartAsync(template, DataFolder.FullPath(call.GetValue(_common.Data)!),
            ReportSentBack, cancellation);
        await using var lambda = new LambdaFunction(resource,
            new LambdaOptions { Log = Log, Environment = Endpoints(services, resource.LogicalId) });
        using var result = await lambda.InvokeAsync(payload, cancellation);
        // The function's log is complete before its answer follows.
        await lambda.DisposeAsync();
        if (result.IsError)
        {
            await Console.Error.WriteLineAsync($"flowlogs: {resource.LogicalId} failed: {result}");
            return 1;
        }
        using var output = StandardOutput.OpenData();
        output.Write(result.Payload.Span);
        output.Write("\n"u8);
        output.Flush();
        if (services.MetricFailure is not { } failure)
            return 0;
        await Console.Error.WriteLineAsync($"flowlogs: {failure}");
        return 1;

        void Log(string line)
        {
            Console.Error.WriteLine(line);
            services.AddLogLine(line);
        }
    }

    static FunctionResource Find(StackTemplate template, string name)
    {
        var ids = template.Resources.Values.Where(resource => resource.Type.EndsWith("::Function", StringComparison.Ordinal))
            .Select(resource => resource.LogicalId).ToList();
        return ids.Find(id => id.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? FunctionResource.Find(template, found)
            : throw new InputException(
                $"Unknown function '{name}'. The template has {string.Join(", ", ids)}.{UsageErrors.DidYouMean(name, ids)}");
    }

    static void ReportSentBack(byte[] data) =>
        Console.Error.WriteLine($"The function sent a record of {data.Length} bytes back to the delivery stream.");

    // The user's own endpoint for a service replaces the local one; AWS_ENDPOINT_URL replaces all.
    static Dictionary<string, string> Endpoints(LocalServices services, string function)
    {
        const string prefix = "AWS_ENDPOINT_URL";
        var endpoints = new Dictionary<string, string>();
        if (Environment.GetEnvironmentVariable(prefix) is null)
            foreach (var (name, value) in services.EnvironmentOf(function))
                endpoints[name] = value;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (((string)variable.Key).StartsWith(prefix, StringComparison.Ordinal))
                endpoints[(string)variable.Key] = (string)variable.Value!;
        return endpoints;
    }

    static async Task<ReadOnlyMemory<byte>> ReadEventAsync(string name, CancellationToken cancellation)
    {
        if (name != "-" && !File.Exists(name))
            throw new InputException($"Event file not found: {name}. Use - for standard input.");
        await using var stream = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
        var payload = new MemoryStream();
        // A blocked read of a pipe cannot be cancelled, but the wait for it can.
        await stream.CopyToAsync(payload, cancellation).WaitAsync(cancellation);
        try
        {
            using var json = JsonDocument.Parse(payload.GetBuffer().AsMemory(0, (int)payload.Length));
        }
        catch (JsonException exception)
        {
            var fault = exception.Message.Split(" LineNumber:")[0];
            throw new InputException($"{name}:{exception.LineNumber + 1}: invalid JSON at byte {exception.BytePositionInLine + 1} of the "
                + $"line: {fault}");
        }
        return payload.GetBuffer().AsMemory(0, (int)payload.Length);
    }
}
