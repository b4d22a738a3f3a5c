namespace Emulator.Lambda;

/// <summary>
/// The executable of a function: `functions/Assembly/Assembly`, or `bootstrap` in that folder, which is Lambda's name on an OS-only
/// runtime, or the .dll for `dotnet` if there is no apphost.
/// </summary>
sealed record FunctionExecutable(string Folder, string Path, IReadOnlyList<string> Arguments)
{
    /// <exception cref="FunctionException">The executable is missing.</exception>
    public static FunctionExecutable Find(string functionsDirectory, string assemblyName)
    {
        var folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(functionsDirectory, assemblyName));
        string[] hosts = [OperatingSystem.IsWindows() ? $"{assemblyName}.exe" : assemblyName, "bootstrap"];
        if (hosts.Select(host => System.IO.Path.Combine(folder, host)).FirstOrDefault(IsExecutable) is { } executable)
            return new FunctionExecutable(folder, executable, []);
        var assembly = System.IO.Path.Combine(folder, $"{assemblyName}.dll");
        return File.Exists(assembly)
            ? new FunctionExecutable(folder, Dotnet(), [assembly])
            : throw new FunctionException($"The executable of the function {assemblyName} is missing in {folder}. Build flowlogs again.");
    }

    // NuGet unpacks a tool without the execute permission. In that case, start the .dll.
    static bool IsExecutable(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    static string Dotnet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
}
