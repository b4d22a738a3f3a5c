using System.Runtime.InteropServices;
using Emulator.Template;

namespace Emulator.Lambda;

/// <summary>
/// The environment variables of a function's process ("Defined runtime environment variables", AWS Lambda Developer Guide).
/// Only variables that a process needs to run are taken from this machine, so a function never gets the user's AWS profile, keys or proxy.
/// </summary>
static class FunctionEnvironment
{
    static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "HOME", "LD_LIBRARY_PATH", "PATH", "TEMP", "TMP", "TMPDIR",
        "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMDRIVE", "SYSTEMROOT", "USERPROFILE", "WINDIR",
    };

    public static Dictionary<string, string> Create(FunctionResource function, string folder, string runtimeApi, LambdaOptions options)
    {
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in Inherited())
            variables[name] = value;
        foreach (var (name, value) in OfLambda(function, folder, runtimeApi))
            variables[name] = value;
        foreach (var (name, value) in function.Environment)
            variables[name] = value;
        foreach (var (name, value) in options.Environment)
            variables[name] = value;
        return variables;
    }

    static IEnumerable<(string Name, string Value)> Inherited()
    {
        // Profile-guided optimization costs more than it gains in a process of a few seconds.
        yield return ("DOTNET_TieredPGO", "0");
        // A process that a signal ends leaves its diagnostic ports in the temporary folder. Set this to 1 for flowlogs to debug a function.
        yield return ("DOTNET_EnableDiagnostics", "0");
        if (DotnetRoot() is { } root)
            yield return ("DOTNET_ROOT", root);
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (entry is { Key: string name, Value: string value }
                && (Kept.Contains(name) || name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase)))
                yield return (name, value);
        }
    }

    static IEnumerable<(string Name, string Value)> OfLambda(FunctionResource function, string folder, string runtimeApi) =>
    [
        ("_HANDLER", function.Handler),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_DEFAULT_REGION", PseudoParameters.Region),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_dotnet10"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", $"{function.MemorySize}"),
        ("AWS_LAMBDA_FUNCTION_NAME", function.Name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", $"/aws/lambda/{function.Name}"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", $"{DateTime.UtcNow:yyyy/MM/dd}/[$LATEST]{Guid.NewGuid():n}"),
        ("AWS_LAMBDA_RUNTIME_API", runtimeApi),
        ("AWS_REGION", PseudoParameters.Region),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_SESSION_TOKEN", "local"),
        ("LAMBDA_TASK_ROOT", folder),
        ("TZ", "UTC"),

        // Lambda does not set these. They keep the SDK from the user's profiles and from instance credentials.
        ("AWS_CONFIG_FILE", Path.Combine(folder, "no-aws-config")),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "no-aws-credentials")),
    ];

    // The apphost of the function searches few places for .NET; this process may use another one. Null in a self-contained build.
    static string? DotnetRoot()
    {
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        return runtime is { Parent: { Name: "Microsoft.NETCore.App", Parent: { Name: "shared", Parent: { } root } } } ? root.FullName
            : null;
    }
}
