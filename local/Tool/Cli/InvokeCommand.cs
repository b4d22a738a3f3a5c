using System.Collections;
using System.CommandLine;
using System.Text.Json;
using Emulator.Lambda;
using Emulator.Template;
using Tool.Input;
using Tool.Stack;

namespace Tool.Cli;

/// <summary><c>flowlogs invoke</c>: one function, one event, as <c>sam local invoke</c> does it.</summary>
static class InvokeCommand
{
    public static Command Create()
    {
        var function = new Argument<string>("FUNCTION") { Description = "The function's logical id in the template: Decompressor, MetricPublisher or PartitionRegistrar" };
        var eventFile = new Option<string>("--event", "-e") { Description = "The event, a JSON file, or - for standard input", HelpName = "EVENT.json", Required = true };
        var common = new CommonOptions();
        var command = new ManualCommand("invoke", "Run one function's executable with one event, as 'sam local invoke' does, and print its response.")
        {
            Details = "Its log goes to standard error. What it calls (S3, Athena, Glue, CloudWatch) is the local stack, with the data folder behind it.",
            Examples =
            [
                "flowlogs invoke Decompressor -e events/firehose-cloudwatch-logs.json",
                "echo '{\"discover\":true}' | flowlogs invoke PartitionRegistrar -e -",
            ],
            Fails = "where the function answers with an error, which is printed",
            Uses =
            [
                CommonOptions.TemplateFile, CommonOptions.Functions,
                ("AWS_ENDPOINT_URL", "Where all of the function's calls go in place of the local stack."),
                ("AWS_ENDPOINT_URL_...", "The same for one service, such as AWS_ENDPOINT_URL_S3."),
            ],
        };
        command.Add(function);
        command.Add(eventFile);
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var template = common.LoadTemplate(call);
            var resource = FunctionResource.Find(template, call.GetValue(function)!);
            var payload = await ReadEventAsync(call.GetValue(eventFile)!, cancellation);
            await using var services = await LocalServices.StartAsync(template, DataFolder.FullPath(call.GetValue(common.Data)!), ReportSentBack, cancellation);
            await using var lambda = new LambdaFunction(resource, new LambdaOptions { Log = Log, Environment = Endpoints(services) });
            using var result = await lambda.InvokeAsync(payload, cancellation);
            if (result.IsError)
            {
                await Console.Error.WriteLineAsync($"flowlogs: {resource.LogicalId} failed: {result}");
                return 1;
            }
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(result.Payload, cancellation);
            await output.WriteAsync("\n"u8.ToArray(), cancellation);
            return 0;

            void Log(string line)
            {
                Console.Error.WriteLine(line);
                services.AddLogLine(line);
            }
        });
        return command;
    }

    static void ReportSentBack(byte[] data) => Console.Error.WriteLine($"flowlogs: a record of {data.Length} bytes was sent back to the delivery stream.");

    // An endpoint that the user names is where the function's calls are meant to go; one for all services leaves none for ours.
    static Dictionary<string, string> Endpoints(LocalServices services)
    {
        const string prefix = "AWS_ENDPOINT_URL";
        var endpoints = new Dictionary<string, string>();
        if (Environment.GetEnvironmentVariable(prefix) is null)
            foreach (var (name, url) in services.Environment)
                endpoints[name] = url;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (((string)variable.Key).StartsWith(prefix, StringComparison.Ordinal))
                endpoints[(string)variable.Key] = (string)variable.Value!;
        return endpoints;
    }

    static async Task<ReadOnlyMemory<byte>> ReadEventAsync(string name, CancellationToken cancellation)
    {
        if (name != "-" && !File.Exists(name))
            throw new InputException($"{name}: there is no such event file.");
        await using var stream = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
        var payload = new MemoryStream();
        await stream.CopyToAsync(payload, cancellation);
        try
        {
            using var json = JsonDocument.Parse(payload.GetBuffer().AsMemory(0, (int)payload.Length));
        }
        catch (JsonException exception)
        {
            var fault = exception.Message.Split(" LineNumber:")[0];
            throw new InputException($"{name}:{exception.LineNumber + 1}: is not JSON at byte {exception.BytePositionInLine + 1} of the line: {fault}");
        }
        return payload.GetBuffer().AsMemory(0, (int)payload.Length);
    }
}
