using Emulator.Athena;
using Emulator.Template;

namespace Tool.Cli;

/// <summary>Runs the template's sample queries and shows their results. Queries with a prefix, such as the cookbook's, are not samples.</summary>
static class SampleQueries
{
    /// <returns>Whether all queries succeeded.</returns>
    public static bool Show(StackTemplate template, string dataFolder, CancellationToken cancellation)
    {
        var all = true;
        var engine = FlowLogTable.Engine(template, dataFolder);
        foreach (var query in NamedQueryResource.All(template).Where(query => !query.Name.Contains(": ", StringComparison.Ordinal)))
        {
            Console.WriteLine();
            Console.WriteLine(query.Description.Length > 0 ? $"{query.Name}: {query.Description}" : query.Name);
            all &= TryShow(engine, query, cancellation);
        }
        return all;
    }

    static bool TryShow(AthenaEngine engine, NamedQueryResource query, CancellationToken cancellation)
    {
        try
        {
            using var result = engine.Query(query.QueryString, cancellation);
            ResultTable.Write(result);
            Console.WriteLine(result.Statistics);
            return true;
        }
        catch (AthenaException exception)
        {
            Console.Error.WriteLine($"flowlogs: The query '{query.Name}' failed: {VisibleText.OfOneLine(exception.Message)}");
            return false;
        }
    }
}
