using Microsoft.VisualBasic.FileIO;

namespace FlowLogs.Tests;

/// <summary>Reads the registries in tests/registries.</summary>
static class Registry
{
    /// <summary>Returns the rows of a CSV file by column name.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string file)
    {
        using var parser = new TextFieldParser(Path.Combine(Repository.Root, "tests", "registries", file)) { Delimiters = [","] };
        var names = parser.ReadFields()!;
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (parser.ReadFields() is { } values)
            rows.Add(names.Zip(values).ToDictionary(column => column.First, column => column.Second));
        return rows;
    }
}
