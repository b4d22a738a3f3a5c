using System.Text;

namespace FlowLogs;

/// <summary>
/// Encodes the exception of a failed invocation. Lambda's runtime writes an exception to the log unchanged. A line break in its message,
/// which can come from the event or from an AWS service, would start a line that looks like the function's own, for example a metric.
/// </summary>
public static class SafeErrors
{
    /// <summary>Runs an invocation, and encodes its exception if a message has control characters.</summary>
    public static async Task<T> OfAsync<T>(Func<Task<T>> invocation)
    {
        try
        {
            return await invocation();
        }
        catch (Exception exception) when (HasUnsafeMessage(exception))
        {
            throw new EncodedException(Encode(Describe(exception)));
        }
    }

    /// <summary>Returns the text in one line: control, formatting and separator characters become <c>\u000a</c> and the like.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (IsUnsafe(letter))
                encoded.Append($"\\u{(int)letter:x4}");
            else
                encoded.Append(letter);
        }
        return encoded.ToString();
    }

    static bool HasUnsafeMessage(Exception? exception) =>
        exception is not null && (exception.Message.Any(IsUnsafe) || HasUnsafeMessage(exception.InnerException));

    static string Describe(Exception exception) =>
        $"{exception.GetType().Name}: {exception.Message}{(exception.InnerException is { } inner ? $" ---> {Describe(inner)}" : "")}";

    static bool IsUnsafe(char letter) => char.IsControl(letter) || char.GetUnicodeCategory(letter)
        is System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator;
}

/// <summary>An exception whose messages had characters that are not allowed in a log.</summary>
public sealed class EncodedException(string message) : Exception(message);
