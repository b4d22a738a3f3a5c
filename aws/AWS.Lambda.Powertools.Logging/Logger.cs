using AWS.Lambda.Powertools.Logging.Internal;

namespace AWS.Lambda.Powertools.Logging;

/// <summary>Writes the function's log, one line of JSON for each call.</summary>
/// <remarks>
/// A message with arguments is a template. Each name in braces takes the next argument and becomes a key of the line. A key that the logger
/// writes itself keeps its value. Source: "Logging", Powertools for AWS Lambda (.NET).
/// </remarks>
public static partial class Logger
{
    static readonly LogWriter Writer = new(LoggerConfiguration.Read(Environment.GetEnvironmentVariable), TimeProvider.System);

    public static void LogDebug(string message, params object?[] args) => Writer.Write(LogLevel.Debug, null, message, args);

    public static void LogInformation(string message, params object?[] args) => Writer.Write(LogLevel.Information, null, message, args);

    public static void LogWarning(string message, params object?[] args) => Writer.Write(LogLevel.Warning, null, message, args);

    public static void LogError(Exception? exception, string message, params object?[] args) =>
        Writer.Write(LogLevel.Error, exception, message, args);
}
