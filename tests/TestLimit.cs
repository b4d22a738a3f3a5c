using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: FlowLogs.Tests.TestLimit]

namespace FlowLogs.Tests;

/// <summary>
/// Ends the process of the tests if one test takes more than 15 minutes, and names the test. Without a limit, a test that waits for
/// something that never happens would stop the whole run without naming itself.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
sealed class TestLimitAttribute : BeforeAfterTestAttribute
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    readonly ConcurrentDictionary<string, Timer> _limits = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _limits[test.UniqueID] = new Timer(
        _ => Environment.FailFast($"{test.TestDisplayName} still runs after {Limit.TotalMinutes:0} minutes."), null, Limit,
        Timeout.InfiniteTimeSpan);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_limits.TryRemove(test.UniqueID, out var limit))
            limit.Dispose();
    }
}
