using System.Globalization;
using Amazon.Lambda.Core;
using AWS.Lambda.Powertools.Logging.Internal;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Writes the function's log to standard output. A line has time, request id, level and message, separated by tabs.
/// Lines below <c>AWS_LAMBDA_HANDLER_LOG_LEVEL</c>, or else <c>AWS_LAMBDA_LOG_LEVEL</c>, or else Information are dropped. Unhandled errors
/// are written to standard error.
/// </summary>
sealed class FunctionLog : ILambdaLogger
{
    readonly Lock _lock = new();
    readonly LogLevel _minimum = MinimumLevel();

    /// <summary>The request id of the current invocation, empty before the first.</summary>
    public string RequestId { get; set; } = "";

    public void Log(string message) => Write(Console.Out, null, message);

    public void LogLine(string message) => Write(Console.Out, null, message);

    public void Log(string level, string message) => Log(level, message, []);

    public void Log(string level, string message, params object[] args)
    {
        if (!Enum.TryParse<LogLevel>(level, ignoreCase: true, out var known))
            Write(Console.Out, level, MessageTemplate.Fill(message, args, []));
        else if (known >= _minimum)
            Write(Console.Out, Label(known), MessageTemplate.Fill(message, args, []));
    }

    public void Log(string level, Exception exception, string message, params object[] args)
    {
        // The exception belongs to the message, so one call writes both.
        var text = MessageTemplate.Fill(message, args, []);
        Log(level, (text.Length == 0 ? "" : text + "\n") + exception, []);
    }

    /// <summary>Logs an error of the runtime itself.</summary>
    public void Error(string message) => Write(Console.Error, Label(LogLevel.Error), message);

    /// <summary>Logs an exception of a handler or of the initializer.</summary>
    public void Unhandled(Exception exception) => Error(exception.ToString());

    void Write(TextWriter writer, string? label, string message)
    {
        var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = label is null ? $"{time}\t{RequestId}\t{message}" : $"{time}\t{RequestId}\t{label}\t{message}";
        lock (_lock)
            writer.WriteLine(line);
    }

    static LogLevel MinimumLevel()
    {
        var name = Environment.GetEnvironmentVariable("AWS_LAMBDA_HANDLER_LOG_LEVEL");
        if (string.IsNullOrEmpty(name))
            name = Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL");

        // Lambda's own settings are TRACE, DEBUG, INFO, WARN, ERROR and FATAL.
        return name?.ToUpperInvariant() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "WARN" or "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" or "CRITICAL" => LogLevel.Critical,
            _ => LogLevel.Information,
        };
    }

    static string Label(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
