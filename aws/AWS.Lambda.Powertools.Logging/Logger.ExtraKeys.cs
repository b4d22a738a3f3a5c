namespace AWS.Lambda.Powertools.Logging;

/// <summary>
/// Declares the overloads of the official logger that C# prefers to the ones that the functions mean. A call that would bind to one of them
/// is an
/// error here, because the official package would drop the message.
/// </summary>
/// <remarks>
/// <c>LogWarning("{id}: {reason}", id, reason)</c> with a string as id takes the template as extra keys and the id as the message. An
/// exception
/// of a derived type becomes extra keys in the same way. <c>int eventId</c> replaces the official <c>EventId</c>, into which C# converts
/// an int.
/// </remarks>
public static partial class Logger
{
    const string TakesExtraKeys =
        "The official logger takes the first argument of this call as extra keys. Pass the arguments of the template as an array: [a, b].";

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogDebug<T>(T extraKeys, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogDebug<T>(T extraKeys, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogDebug<T>(T extraKeys, int eventId, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogDebug<T>(T extraKeys, int eventId, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogInformation<T>(T extraKeys, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogInformation<T>(T extraKeys, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogInformation<T>(T extraKeys, int eventId, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogInformation<T>(T extraKeys, int eventId, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogWarning<T>(T extraKeys, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogWarning<T>(T extraKeys, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogWarning<T>(T extraKeys, int eventId, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogWarning<T>(T extraKeys, int eventId, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogError<T>(T extraKeys, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogError<T>(T extraKeys, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogError<T>(T extraKeys, int eventId, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);

    [Obsolete(TakesExtraKeys, error: true)]
    public static void LogError<T>(T extraKeys, int eventId, Exception exception, string message, params object?[] args)
        where T : class => throw new NotSupportedException(TakesExtraKeys);
}
