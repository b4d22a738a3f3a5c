using System.Runtime.InteropServices;

/// <summary>
/// Runs before Main of each process whose branches are counted, and makes SIGTERM end the process in order. Without it, .NET ends the
/// process at once, but coverlet writes its counts when a process ends in order. Source: "DOTNET_STARTUP_HOOKS", host-startup-hook.md of
/// dotnet/runtime.
/// </summary>
static class StartupHook
{
    static PosixSignalRegistration? s_registration;

    public static void Initialize() =>
        s_registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Environment.Exit(0));
}
