using System.Globalization;

namespace FlowLogs;

/// <summary>Keeps the process within the memory that Lambda gives the function.</summary>
public static class FunctionMemory
{
    /// <summary>
    /// Limits the garbage collector's heap to three quarters of the function's memory, as .NET does in a container. .NET does not recognize
    /// Lambda as a container: without a limit the heap grows until Lambda kills the process with all of its records.
    /// </summary>
    /// <param name="variable">The environment. Source: "Defined runtime environment variables", AWS Lambda Developer Guide.</param>
    public static void LimitHeap(Func<string, string?> variable)
    {
        if (!ulong.TryParse(variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var megabytes))
            return;
        AppContext.SetData("GCHeapHardLimit", megabytes * 1024 * 1024 / 4 * 3);
        GC.RefreshMemoryLimit();
    }

    /// <summary>
    /// Frees memory after an <see cref="OutOfMemoryException"/>. A heap at its limit keeps its free pages, and the next large array would
    /// fail too.
    /// </summary>
    public static void Free() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
