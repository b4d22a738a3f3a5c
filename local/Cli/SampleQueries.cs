using FlowLogs.Local.Athena;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Cli;

/// <summary>Runs the named queries that the template publishes, and shows their results.</summary>
static class SampleQueries
{
    public static void Show(StackTemplate template, string dataFolder, CancellationToken cancellation)
    {
        var engine = Stack.FlowLogTable.Engine(template, dataFolder);
        foreach (var query in NamedQueryResource.All(template))
        {
            Console.WriteLine();
            Console.WriteLine(query.Description.Length > 0 ? $"{query.Name}: {query.Description}" : query.Name);
            using var result = engine.Query(query.QueryString, cancellation);
            ResultTable.Write(result);
            Console.WriteLine(result.Statistics);
        }
    }
}
