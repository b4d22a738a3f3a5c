using Emulator.Athena;

namespace Tool.Cli;

/// <summary>Shows rows as a table: with borders on a terminal, as plain aligned text in a pipe.</summary>
static class ResultTable
{
    /// <param name="result">The rows.</param>
    /// <param name="labels">The labels of addresses; null to show none.</param>
    public static void Write(QueryResult result, AddressLabels? labels)
    {
        Func<string, string>? label = labels is null ? null : labels.Beside;
        if (!Console.IsOutputRedirected)
        {
            ResultWriter.WriteTable(result, StandardOutput.Terminal, label);
            return;
        }
        using var text = StandardOutput.OpenDataText();
        ResultWriter.WriteTable(result, new VisibleTextWriter(text), label);
    }
}
