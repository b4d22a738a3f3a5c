namespace Emulator.Lambda;

/// <summary>"Lambda quotas" (AWS Lambda Developer Guide).</summary>
public static class LambdaLimits
{
    /// <summary>The largest event and the largest response, in bytes: 6 MiB each.</summary>
    public const int Payload = 6_291_456;
}
