namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log.</summary>
/// <remarks>
/// A message with arguments is a template: in <c>LogInformation("stored {Count} records", count)</c> each name in braces takes the next
/// argument.
/// Source: "Log and monitor C# Lambda functions", AWS Lambda Developer Guide.
/// </remarks>
public interface ILambdaLogger
{
    /// <summary>Logs a message without a level.</summary>
    void Log(string message);

    /// <summary>Logs a message without a level.</summary>
    void LogLine(string message);

    void Log(string level, string message) => LogLine(message);

    void Log(LogLevel level, string message) => Log(level.ToString(), message);

    void LogDebug(string message) => Log(LogLevel.Debug, message);

    void LogInformation(string message) => Log(LogLevel.Information, message);

    void LogWarning(string message) => Log(LogLevel.Warning, message);

    void LogError(string message) => Log(LogLevel.Error, message);

    void Log(string level, string message, params object[] args) => Log(level, message);

    void Log(string level, Exception exception, string message, params object[] args)
    {
        Log(level, message, args);
        Log(level, exception.ToString());
    }

    void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    void Log(LogLevel level, Exception exception, string message, params object[] args) => Log(level.ToString(), exception, message, args);

    void LogDebug(string message, params object[] args) => Log(LogLevel.Debug, message, args);

    void LogInformation(string message, params object[] args) => Log(LogLevel.Information, message, args);

    void LogWarning(string message, params object[] args) => Log(LogLevel.Warning, message, args);

    void LogError(string message, params object[] args) => Log(LogLevel.Error, message, args);

    void LogError(Exception exception, string message, params object[] args) => Log(LogLevel.Error, exception, message, args);
}
