namespace Emulator.Lambda;

/// <summary>"Lambda quotas" (AWS Lambda Developer Guide).</summary>
public static class LambdaLimits
{
    /// <summary>Of an event and of a response, in bytes: 6 MiB each.</summary>
    public const int Payload = 6_291_456;
}
