using AWS.Lambda.Powertools.Logging.Internal;

namespace AWS.Lambda.Powertools.Logging;

/// <summary>Writes the function's log: a line of JSON each.</summary>
/// <remarks>
/// A message with arguments is a template: each name in braces takes the next argument, and is a key of the line beside. A key that the logger
/// itself writes stays as it is. AWS: "Logging", Powertools for AWS Lambda (.NET).
/// </remarks>
public static class Logger
{
    static readonly LogWriter Writer = new(LoggerConfiguration.Read(Environment.GetEnvironmentVariable), TimeProvider.System);

    public static void LogDebug(string message, params object?[] args) => Writer.Write(LogLevel.Debug, null, message, args);

    public static void LogInformation(string message, params object?[] args) => Writer.Write(LogLevel.Information, null, message, args);

    public static void LogWarning(string message, params object?[] args) => Writer.Write(LogLevel.Warning, null, message, args);

    public static void LogError(Exception? exception, string message, params object?[] args) => Writer.Write(LogLevel.Error, exception, message, args);
}
