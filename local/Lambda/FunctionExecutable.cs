namespace FlowLogs.Local.Lambda;

/// <summary>
/// Where a function's own executable is: `functions/Assembly/Assembly`, `bootstrap` there, which is Lambda's name for it where it brings no
/// runtime, or the .dll for `dotnet` where there is no host of its own.
/// </summary>
sealed record FunctionExecutable(string Folder, string Path, IReadOnlyList<string> Arguments)
{
    /// <exception cref="FunctionException">There is none.</exception>
    public static FunctionExecutable Find(string functionsDirectory, string assemblyName)
    {
        var folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(functionsDirectory, assemblyName));
        string[] hosts = [OperatingSystem.IsWindows() ? $"{assemblyName}.exe" : assemblyName, "bootstrap"];
        if (hosts.Select(host => System.IO.Path.Combine(folder, host)).FirstOrDefault(File.Exists) is { } executable)
            return new FunctionExecutable(folder, executable, []);
        var assembly = System.IO.Path.Combine(folder, $"{assemblyName}.dll");
        return File.Exists(assembly)
            ? new FunctionExecutable(folder, Dotnet(), [assembly])
            : throw new FunctionException($"there is no executable of the function {assemblyName} in {folder}; build flowlogs again, which puts it there.");
    }

    static string Dotnet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
}
