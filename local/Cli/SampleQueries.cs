using FlowLogs.Local.Athena;
using FlowLogs.Local.Template;

namespace FlowLogs.Local.Cli;

/// <summary>Runs the template's named queries, and shows their results; but for the cookbook's, which are many, and wait to be asked.</summary>
static class SampleQueries
{
    public static void Show(StackTemplate template, string dataFolder, CancellationToken cancellation)
    {
        var engine = Stack.FlowLogTable.Engine(template, dataFolder);
        foreach (var query in NamedQueryResource.All(template).Where(query => !query.Name.StartsWith("Cookbook: ", StringComparison.Ordinal)))
        {
            Console.WriteLine();
            Console.WriteLine(query.Description.Length > 0 ? $"{query.Name}: {query.Description}" : query.Name);
            using var result = engine.Query(query.QueryString, cancellation);
            ResultTable.Write(result);
            Console.WriteLine(result.Statistics);
        }
    }
}
