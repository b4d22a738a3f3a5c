namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>The levels of Microsoft.Extensions.Logging, which the official package uses.</summary>
enum LogLevel
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
    None,
}
