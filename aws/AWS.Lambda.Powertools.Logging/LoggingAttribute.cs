namespace AWS.Lambda.Powertools.Logging;

/// <summary>Marks a handler whose log lines name their invocation.</summary>
/// <remarks>
/// The official attribute weaves code into the method in the build. Here the runtime's loop tells the logger of each invocation, with or
/// without
/// the attribute. A handler without it would lose those keys with the official package only.
/// Source: "Logging", Powertools for AWS Lambda (.NET).
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LoggingAttribute : Attribute;
