using DuckDB.NET.Data;

namespace Emulator.Athena;

/// <summary>
/// A DuckDB in memory that runs one query at a time, or the queries of a <see cref="QuerySession"/>. Opening one takes 10 to 15 processor
/// milliseconds, longer than a query of a few small files, so a DuckDB is kept for the next query with the same settings.
/// </summary>
sealed class DuckDbInstance : IDisposable
{
    // An idle instance takes 2 to 3 MB.
    const int MaxIdle = 4;

    static readonly Lock Turn = new();
    static readonly List<DuckDbInstance> Idle = [];

    string _settings = "";

    DuckDbInstance()
    {
    }

    /// <summary>The functions that are registered.</summary>
    public HashSet<string> Functions { get; } = [];

    /// <summary>The connection for statements that read no table.</summary>
    public DuckDBConnection Parser { get; } = DuckDbSession.Open();

    /// <summary>Returns an instance without settings.</summary>
    public static DuckDbInstance Take() => TakeIdle("") ?? new DuckDbInstance();

    /// <summary>Returns an instance with settings: one that another query has left, or this one.</summary>
    /// <param name="settings">Statements of DuckDB, which an instance runs once.</param>
    public DuckDbInstance With(string settings)
    {
        if (TakeIdle(settings) is { } idle)
        {
            Return();
            return idle;
        }

        DuckDbSession.Execute(Parser, settings);
        _settings = settings;
        return this;
    }

    /// <summary>Opens a connection, which alone sees its variables and temporary views.</summary>
    public DuckDBConnection Connect()
    {
        var connection = Parser.Duplicate();
        connection.Open();
        return connection;
    }

    /// <summary>Keeps the instance for another query. Its connections are closed, and it is not used any more.</summary>
    public void Return()
    {
        // Closing DuckDB deletes the folder.
        if (Directory.Exists(DuckDbSession.TemporaryFolder))
        {
            Dispose();
            return;
        }

        DuckDbInstance? oldest = null;
        lock (Turn)
        {
            Idle.Add(this);
            if (Idle.Count > MaxIdle)
            {
                oldest = Idle[0];
                Idle.RemoveAt(0);
            }
        }

        oldest?.Dispose();
    }

    public void Dispose() => Parser.Dispose();

    static DuckDbInstance? TakeIdle(string settings)
    {
        lock (Turn)
        {
            var index = Idle.FindLastIndex(instance => instance._settings == settings);
            if (index < 0)
                return null;
            var instance = Idle[index];
            Idle.RemoveAt(index);
            return instance;
        }
    }
}
