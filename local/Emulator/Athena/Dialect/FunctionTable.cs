using Emulator.Athena.Dialect.Functions;

namespace Emulator.Athena.Dialect;

/// <summary>The functions of Athena engine version 3 ("Functions in Amazon Athena" and Trino's "Functions and operators").</summary>
static class FunctionTable
{
    public static IReadOnlyList<FunctionEntry> All { get; } =
    [
        .. new FunctionGroup[]
        {
            new NumberFunctions(), new TextFunctions(), new TimeFunctions(), new ConditionalFunctions(), new CollectionFunctions(),
            new AggregateFunctions(),
        }.SelectMany(group => group.Entries),
    ];

    public static IReadOnlyDictionary<string, FunctionEntry[]> ByName { get; } =
        All.GroupBy(entry => entry.Name).ToDictionary(group => group.Key, group => group.ToArray());
}
