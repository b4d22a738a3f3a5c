using System.Runtime.CompilerServices;

namespace AwsSdk.Tests;

/// <summary>Sets environment variables for the duration of one test.</summary>
sealed class EnvironmentVariables : IDisposable
{
    readonly Dictionary<string, string?> _before = [];

    public EnvironmentVariables(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            _before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>
    /// Removes this machine's AWS variables before the first client reads them: AWSSDK.Core caches the first region that it finds.
    /// </summary>
    [ModuleInitializer]
    internal static void ForgetTheMachine()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(n => n.StartsWith("AWS_", StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(AppContext.BaseDirectory, "no-config"));
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(AppContext.BaseDirectory, "no-credentials"));
    }
}

/// <summary>Tests that change the environment do not run in parallel.</summary>
[CollectionDefinition(nameof(EnvironmentVariables), DisableParallelization = true)]
public sealed class EnvironmentVariablesCollection;
