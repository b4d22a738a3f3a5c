namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log without an <see cref="ILambdaContext"/>. Outside Lambda it writes to the console.</summary>
public static class LambdaLogger
{
    /// <summary>Logs a message without a level.</summary>
    public static void Log(string message) => Target(message);

    /// <summary>The target of messages, which Amazon.Lambda.RuntimeSupport replaces with its own log.</summary>
    internal static Action<string> Target { get; set; } = Console.WriteLine;
}
