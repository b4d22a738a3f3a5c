using Emulator.Athena;
using Spectre.Console;

namespace Tool.Cli;

/// <summary>Shows rows as a table: with borders on a terminal, as plain aligned text in a pipe.</summary>
static class ResultTable
{
    public static void Write(QueryResult result)
    {
        if (Console.IsOutputRedirected)
            ResultWriter.WriteTable(result, Console.Out);
        else
            ResultWriter.WriteTable(result, AnsiConsole.Console);
    }
}
