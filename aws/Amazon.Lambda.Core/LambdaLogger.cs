namespace Amazon.Lambda.Core;

/// <summary>The function's log for code that has no <see cref="ILambdaContext"/>. Outside Lambda it is the console.</summary>
public static class LambdaLogger
{
    /// <summary>Logs a message without a level.</summary>
    public static void Log(string message) => Target(message);

    /// <summary>Where messages go; Amazon.Lambda.RuntimeSupport puts its own log here.</summary>
    internal static Action<string> Target { get; set; } = Console.WriteLine;
}
