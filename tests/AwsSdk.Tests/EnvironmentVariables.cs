namespace AwsSdk.Tests;

/// <summary>Environment variables for the time of one test; those that the machine has for AWS are put aside.</summary>
sealed class EnvironmentVariables : IDisposable
{
    readonly Dictionary<string, string?> _before = [];

    public EnvironmentVariables(params (string Name, string Value)[] variables)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("AWS_", StringComparison.Ordinal)))
            Set(name, null);
        foreach (var (name, value) in variables)
            Set(name, value);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
    }

    void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}

/// <summary>Tests that change the environment run alone.</summary>
[CollectionDefinition(nameof(EnvironmentVariables), DisableParallelization = true)]
public sealed class EnvironmentVariablesCollection;
