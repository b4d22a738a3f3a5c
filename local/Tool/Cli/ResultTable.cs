using Emulator.Athena;

namespace Tool.Cli;

/// <summary>Shows rows as a table: with borders on a terminal, as plain aligned text in a pipe.</summary>
static class ResultTable
{
    public static void Write(QueryResult result)
    {
        if (!Console.IsOutputRedirected)
        {
            ResultWriter.WriteTable(result, StandardOutput.Terminal);
            return;
        }
        using var text = StandardOutput.OpenDataText();
        ResultWriter.WriteTable(result, new VisibleTextWriter(text));
    }
}
