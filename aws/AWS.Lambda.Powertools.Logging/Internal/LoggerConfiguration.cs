using System.Text.Json;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>Contains the settings of the log from the environment.</summary>
/// <param name="Service">The value of the key <c>service</c>.</param>
/// <param name="MinimumLevel">Lines below it are not written.</param>
/// <param name="Case">How keys are written.</param>
sealed record LoggerConfiguration(string Service, LogLevel MinimumLevel, JsonNamingPolicy Case)
{
    /// <summary>Reads the variables. An unknown value means the default.</summary>
    public static LoggerConfiguration Read(Func<string, string?> variable)
    {
        var service = variable("POWERTOOLS_SERVICE_NAME");
        return new LoggerConfiguration(
            string.IsNullOrWhiteSpace(service) ? "service_undefined" : service, Level(variable),
            KeyCase.Named(variable("POWERTOOLS_LOGGER_CASE")));
    }

    // Lambda's own setting comes first, because Lambda drops the lines below it.
    static LogLevel Level(Func<string, string?> variable)
    {
        var lambda = variable("AWS_LAMBDA_LOG_LEVEL")?.Trim().ToUpperInvariant() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "INFO" => LogLevel.Information,
            "WARN" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" => LogLevel.Critical,
            _ => LogLevel.None,
        };
        if (lambda != LogLevel.None)
            return lambda;
        return Enum.TryParse<LogLevel>(variable("POWERTOOLS_LOG_LEVEL")?.Trim(), ignoreCase: true, out var level) && level != LogLevel.None
            ? level
            : LogLevel.Information;
    }
}
