namespace Emulator.Lambda;

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
        if (hosts.Select(host => System.IO.Path.Combine(folder, host)).FirstOrDefault(IsExecutable) is { } executable)
            return new FunctionExecutable(folder, executable, []);
        var assembly = System.IO.Path.Combine(folder, $"{assemblyName}.dll");
        return File.Exists(assembly)
            ? new FunctionExecutable(folder, Dotnet(), [assembly])
            : throw new FunctionException($"there is no executable of the function {assemblyName} in {folder}; build flowlogs again, which puts it there.");
    }

    // NuGet unpacks a tool without leave to execute: there the .dll is what can be started.
    static bool IsExecutable(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    static string Dotnet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
}
