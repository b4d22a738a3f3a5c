using Amazon.Lambda.Core;

namespace MetricPublisher;

/// <summary>When to give up, so that the answer still leaves before Lambda ends the invocation.</summary>
public static class Deadline
{
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    // "Configure Lambda function timeout", AWS Lambda Developer Guide.
    static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    /// <summary>The time to work in: what remains without the margin, never negative.</summary>
    public static TimeSpan Of(ILambdaContext context)
    {
        var remaining = context.RemainingTime - Margin;
        return remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining > LongestInvocation ? LongestInvocation : remaining;
    }
}
