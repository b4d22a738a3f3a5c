namespace Amazon.Lambda.Core;

/// <summary>How serious a log line is. Lambda's setting <c>AWS_LAMBDA_LOG_LEVEL</c> drops the lines below it.</summary>
public enum LogLevel
{
    Trace = 0,
    Debug = 1,
    Information = 2,
    Warning = 3,
    Error = 4,
    Critical = 5,
}
