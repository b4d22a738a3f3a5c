using Emulator.Athena;

namespace Tool.Cli;

/// <summary>The prompt of <c>flowlogs query</c>: reads statements from a terminal and runs each.</summary>
/// <param name="table">The table, whose names the Tab key completes.</param>
/// <param name="run">Runs one statement and shows its rows.</param>
sealed class QueryPrompt(TableDefinition table, Action<string, CancellationToken> run)
{
    const string First = "sql> ";
    const string Next = "...> ";

    static readonly string[] Keywords =
    [
        "alter", "and", "as", "asc", "between", "by", "case", "cast", "desc", "describe", "distinct", "else", "end", "explain", "from",
        "group", "having", "in", "interval",
        "is", "join", "left", "like", "limit", "not", "null", "on", "or", "order", "over", "partition", "select", "show", "table", "then",
        "union", "when", "where", "with",
        "approx_distinct", "avg", "coalesce", "count", "current_timestamp", "date_format", "date_trunc", "from_unixtime", "max", "min",
        "round", "sum", "to_unixtime",
    ];

    static readonly string[] Ends = ["exit", "quit", @"\q"];

    readonly StatementHistory _history = new(StatementHistory.FindFile());

    /// <summary>Runs until the user ends it with Ctrl+D or <c>quit</c>.</summary>
    public Task RunAsync(CancellationToken cancellation)
    {
        Console.WriteLine($"Table {table.Name} in {table.Database}. End a statement with ';'. Tab completes, Ctrl+C cancels, "
            + "Ctrl+D or 'quit' ends.");
        string[] words = [.. Keywords, table.Name, .. table.Columns.Select(column => column.Name), .. table.PartitionKeys];
        var editor = new LineEditor(_history, words, StandardOutput.Terminal, () => Console.ReadKey(intercept: true));
        var statement = "";
        // Reading keys cannot be cancelled, but the wait for them can.
        return Task.Run(
            () =>
            {
                while (ReadLine(editor, statement.Length == 0 ? First : Next) is { } line)
                {
                    statement = line == LineEditor.Cleared ? "" : $"{statement} {line}".Trim();
                    if (Ends.Contains(statement.TrimEnd(';')))
                        return;
                    if (!statement.EndsWith(';'))
                        continue;
                    _history.Add(statement);
                    TryRun(statement, cancellation);
                    statement = "";
                }
            },
            cancellation).WaitAsync(cancellation);
    }

    static string? ReadLine(LineEditor editor, string prompt)
    {
        if (!StandardOutput.Terminal.Profile.Capabilities.Ansi)
        {
            Console.Write(prompt);
            return Console.ReadLine();
        }
        // At the prompt, Ctrl+C clears the statement; while a statement runs, it is a signal that cancels the statement.
        Console.TreatControlCAsInput = true;
        try
        {
            return editor.Read(prompt);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    void TryRun(string statement, CancellationToken cancellation)
    {
        using var one = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        EndSignals.Interrupted = one.Cancel;
        try
        {
            run(statement, one.Token);
        }
        catch (Exception) when (one.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // Any exception is a consequence of the interruption.
            Console.Error.WriteLine("Interrupted.");
        }
        catch (AthenaException exception)
        {
            Console.Error.WriteLine(VisibleText.OfOneLine(exception.Message));
        }
        finally
        {
            EndSignals.Interrupted = null;
        }
    }
}
