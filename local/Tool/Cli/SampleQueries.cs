using Emulator.Athena;
using Emulator.Template;
using Tool.Stack;
using Web;

namespace Tool.Cli;

/// <summary>
/// Runs the template's sample queries and shows their results. Queries with a prefix, such as the cookbook's, are not samples.
/// </summary>
static class SampleQueries
{
    /// <summary>The maximum number of files for the queries; with more files, queries take seconds and memory for every file.</summary>
    const int MostFiles = 2_000;

    /// <returns>Whether all queries succeeded.</returns>
    public static bool Show(StackTemplate template, string dataFolder, CancellationToken cancellation)
    {
        if (StoredObject.Files(dataFolder).Skip(MostFiles).Any())
        {
            Console.WriteLine($"The data folder has more than {MostFiles:N0} files. Run the sample queries with 'flowlogs query'.");
            return true;
        }
        var all = true;
        using var places = new GeoDatabases([]);
        var labels = new AddressLabels(ReadNames(dataFolder), places);
        var engine = FlowLogTable.Engine(template, dataFolder);
        foreach (var query in NamedQueryResource.All(template)
            .Where(query => !query.IsAsPublished && !query.Name.Contains(": ", StringComparison.Ordinal)))
        {
            Console.WriteLine();
            Console.WriteLine(query.Description.Length > 0 ? $"{query.Name}: {query.Description}" : query.Name);
            all &= TryShow(engine, query, labels, cancellation);
        }
        return all;
    }

    static NameList ReadNames(string dataFolder)
    {
        try
        {
            return NameList.InFolder(dataFolder);
        }
        catch (Exception exception) when (exception is FormatException or IOException)
        {
            Console.Error.WriteLine($"flowlogs: {VisibleText.OfOneLine(exception.Message)}");
            return NameList.None;
        }
    }

    static bool TryShow(AthenaEngine engine, NamedQueryResource query, AddressLabels labels, CancellationToken cancellation)
    {
        try
        {
            using var result = engine.Query(query.QueryString, cancellation);
            ResultTable.Write(result, labels);
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
