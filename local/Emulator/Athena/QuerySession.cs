using System.Diagnostics;
using DuckDB.NET.Data;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <summary>
/// Queries that share a DuckDB, and can name a temporary table. They cost less than queries with a DuckDB each. They see the files of the
/// session's start, and their results have no statistics. Several can run at a time.
/// </summary>
public sealed class QuerySession : IDisposable
{
    // The first database of DuckDB, where an unqualified name is looked for.
    const string Main = "memory.main";

    readonly DuckDbInstance _duckDb = DuckDbInstance.Take();
    readonly TableDefinition _table;
    readonly IReadOnlyList<Partition> _partitions;
    readonly TableFiles _files;
    readonly string _root;
    readonly DuckDbErrors _errors;
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowlogs-");
    readonly Lock _registration = new();
    TemporaryTable? _temporary;

    internal QuerySession(TableDefinition table, IReadOnlyList<Partition> partitions, TableFiles files, string root,
        IEnumerable<string> folders)
    {
        (_table, _partitions, _files, _root, _errors) = (table, partitions, files, root, new DuckDbErrors(root));
        try
        {
            _duckDb = _duckDb.With(DuckDbSession.Settings(table, files, [.. folders, _folder.FullName], query: null));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs a query and keeps its rows in a temporary file, as a table that further queries can name. A session has one such table.
    /// </summary>
    /// <param name="name">The table's name.</param>
    /// <param name="sql">The query.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <exception cref="AthenaException">The query is invalid, not allowed, or fails.</exception>
    public void CreateTemporaryTable(string name, string sql, CancellationToken ct)
    {
        using var deadline = new QueryDeadline(AthenaEngine.LongestQuery, ct);
        using var connection = _duckDb.Connect();
        var translation = Translate(connection, sql, deadline);
        var names = string.Join(", ", translation.Columns.Select(column => Sql.Name(column.Name)));
        var file = Sql.Text(Path.Combine(_folder.FullName, "rows.parquet"));
        // In memory, the rows would take twice the memory of all queries, and no less time.
        using var command = new DuckDBCommand(
            $"""
            COPY (SELECT * FROM ({translation.Sql}) AS t({names})) TO {file} (FORMAT parquet, COMPRESSION uncompressed);
            CREATE VIEW {Main}.{Sql.Name(name)} AS FROM read_parquet({file})
            """,
            connection);
        using var interruption = new Interruption(command, deadline.Token);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (DuckDBException e)
        {
            deadline.ThrowIfPassed();
            throw _errors.Explain(e);
        }

        _temporary = new TemporaryTable(name, translation.Columns);
    }

    /// <summary>Runs one query. Its rows are read on demand; dispose of the result.</summary>
    /// <param name="sql">A SELECT.</param>
    /// <param name="ct">Cancels the query, also while rows are being read.</param>
    /// <exception cref="AthenaException">The query is invalid, not allowed, or fails.</exception>
    public QueryResult Query(string sql, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var deadline = new QueryDeadline(AthenaEngine.LongestQuery, ct);
        var connection = _duckDb.Connect();
        try
        {
            return DuckDbResult.Start(connection, Translate(connection, sql, deadline), _files, _errors, started, deadline);
        }
        catch
        {
            connection.Dispose();
            deadline.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the temporary file.</summary>
    public void Dispose()
    {
        _duckDb.Dispose();
        _folder.Delete(recursive: true);
    }

    Translation Translate(DuckDBConnection connection, string sql, QueryDeadline deadline)
    {
        var catalog = new TableCatalog(_table, () => _partitions) { Temporary = _temporary };
        var translation = Translation.Of(sql, connection, catalog, DateTimeOffset.UtcNow);
        lock (_registration)
            ScalarFunctions.Register(connection, translation.Sql, _duckDb.Functions);
        TableViews.Create(connection, _table, _root, _files.Groups, translation, deadline.Token);
        deadline.ThrowIfPassed();
        return translation;
    }
}

/// <summary>A table of a session, with the names and types of its columns.</summary>
sealed record TemporaryTable(string Name, IReadOnlyList<(string Name, TrinoType Type)> Columns);
