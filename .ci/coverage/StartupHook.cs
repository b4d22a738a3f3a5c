using System.Runtime.InteropServices;

/// <summary>
/// Runs before Main of each process whose branches are counted: has it end in order where it is asked to. .NET would end it at once, and
/// coverlet writes its counts down at the end of a process. Source: "DOTNET_STARTUP_HOOKS", host-startup-hook.md of dotnet/runtime.
/// </summary>
static class StartupHook
{
    static PosixSignalRegistration? s_registration;

    public static void Initialize() =>
        s_registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Environment.Exit(0));
}
