using System.CommandLine;
using FlowLogs.Local.Input;
using FlowLogs.Local.Lambda;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Cli;

/// <summary><c>flowlogs invoke</c>: one function, one event, as <c>sam local invoke</c> does it.</summary>
static class InvokeCommand
{
    public static Command Create()
    {
        var function = new Argument<string>("FUNCTION") { Description = "The function's name in the template" };
        var eventFile = new Option<string>("--event", "-e") { Description = "The event, a JSON file, or - for standard input", HelpName = "EVENT.json", Required = true };
        var common = new CommonOptions();
        var command = new Command("invoke", "Run one function's executable with one event, and print its response; its log and its errors go to standard error.")
        {
            function, eventFile,
        };
        common.AddTo(command);
        command.SetAction(async (call, cancellation) =>
        {
            var resource = FunctionResource.Find(common.LoadTemplate(call), call.GetValue(function)!);
            var payload = await ReadEventAsync(call.GetValue(eventFile)!, cancellation);
            await using var lambda = new LambdaFunction(resource, new LambdaOptions { Log = Console.Error.WriteLine, Environment = EndpointsOfTheUser() });
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
        });
        return command;
    }

    // An endpoint that the user names is where the function's calls are meant to go.
    static Dictionary<string, string> EndpointsOfTheUser() => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Where(variable => ((string)variable.Key).StartsWith("AWS_ENDPOINT_URL", StringComparison.Ordinal))
        .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);

    static async Task<ReadOnlyMemory<byte>> ReadEventAsync(string name, CancellationToken cancellation)
    {
        if (name != "-" && !File.Exists(name))
            throw new InputException($"{name}: there is no such event file.");
        await using var stream = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
        var payload = new MemoryStream();
        await stream.CopyToAsync(payload, cancellation);
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(payload.GetBuffer().AsMemory(0, (int)payload.Length));
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new InputException($"{name}: is not JSON: {exception.Message}");
        }
        return payload.GetBuffer().AsMemory(0, (int)payload.Length);
    }
}
