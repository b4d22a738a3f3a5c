namespace AWS.Lambda.Powertools.Logging;

/// <summary>Marks a handler, so that each line of its log says which invocation it belongs to.</summary>
/// <remarks>
/// The official attribute weaves code into the method when it is compiled. Here the runtime's loop tells the logger of each invocation, whether
/// its handler has the attribute or not: a handler without it would lose those keys with the official package only.
/// AWS: "Logging", Powertools for AWS Lambda (.NET).
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoggingAttribute : Attribute;
