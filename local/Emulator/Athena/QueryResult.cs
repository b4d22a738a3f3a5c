using System.Diagnostics;
using System.Numerics;
using DuckDB.NET.Data;
using Emulator.Athena.Dialect;

namespace Emulator.Athena;

/// <param name="Name">The name in the query.</param>
/// <param name="Type">Athena's name of its type: <c>varchar</c>, <c>bigint</c>, <c>timestamp</c>, ...</param>
public sealed record ResultColumn(string Name, string Type)
{
    /// <summary>The precision in the API: digits or characters.</summary>
    public int Precision { get; init; } = Type switch
    {
        "varchar" => int.MaxValue,
        "bigint" => 19,
        "integer" => 10,
        "smallint" => 5,
        "tinyint" => 3,
        "double" => 17,
        "real" => 7,
        "timestamp" or "timestamp with time zone" => 3,
        _ => 0,
    };

    /// <summary>The scale of a decimal.</summary>
    public int Scale { get; init; }
}

/// <summary>A query's rows, read one after the other. Dispose of it to end the query.</summary>
public abstract class QueryResult : IDisposable
{
    static readonly QueryStatistics None = new(0, 0, 0, 0, 0, 0, TimeSpan.Zero);

    readonly long _started;
    long _rows;

    private protected QueryResult(IReadOnlyList<ResultColumn> columns, long started)
    {
        Columns = columns;
        _started = started;
        Statistics = None;
    }

    /// <summary>Empty for a statement without a result, such as ALTER TABLE.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>
    /// The row that <see cref="Read"/> came to: null, bool, the integer types, <see cref="BigInteger"/>, decimal, float, double, string,
    /// <see cref="DateTime"/> (Athena's timestamps have no zone), <see cref="DateTimeOffset"/> (UTC), <see cref="ZonedTime"/> (other
    /// zones), DateOnly, TimeOnly, byte[], and lists and dictionaries of those.
    /// </summary>
    public IReadOnlyList<object?> Row { get; private set; } = [];

    /// <summary>Complete after <see cref="Read"/> has returned false.</summary>
    public QueryStatistics Statistics { get; private protected set; }

    /// <summary>The names of the partitions with files that were read; complete with <see cref="Statistics"/>.</summary>
    public IReadOnlyCollection<string> PartitionsRead { get; private protected set; } = [];

    /// <summary>Rows that need no query.</summary>
    public static QueryResult Of(IReadOnlyList<ResultColumn> columns, IEnumerable<object?[]> rows) =>
        new CatalogResult(columns, rows, 0, Stopwatch.GetTimestamp());

    /// <summary>The maximum number of rows that <see cref="Read"/> returns.</summary>
    public long MostRows { get; set; } = long.MaxValue;

    /// <summary>Whether the query has more rows than <see cref="MostRows"/>; such a result has no statistics.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Moves to the next row; returns false after the last one.</summary>
    /// <exception cref="AthenaException">The query failed while it ran.</exception>
    public bool Read()
    {
        if (!IsCut && Next() is { } row)
        {
            IsCut = _rows == MostRows;
            if (IsCut)
                return Read();
            Row = row;
            _rows++;
            return true;
        }

        Row = [];
        if (IsCut)
            return false;
        Statistics = Finish(None with { Rows = _rows, Elapsed = Stopwatch.GetElapsedTime(_started) });
        return false;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    private protected abstract object?[]? Next();

    private protected abstract QueryStatistics Finish(QueryStatistics soFar);

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>The result of a statement about the catalog.</summary>
sealed class CatalogResult(IReadOnlyList<ResultColumn> columns, IEnumerable<object?[]> rows, int partitions,
    long started) : QueryResult(columns, started)
{
    readonly IEnumerator<object?[]> _rows = rows.GetEnumerator();

    private protected override object?[]? Next() => _rows.MoveNext() ? _rows.Current : null;

    private protected override QueryStatistics Finish(QueryStatistics soFar) => soFar with { PartitionsTotal = partitions };
}

/// <summary>The rows of a query that DuckDB runs while they are read.</summary>
sealed class DuckDbResult : QueryResult
{
    readonly DuckDBConnection _connection;
    readonly DuckDBCommand _command;
    readonly DuckDBDataReader _reader;
    readonly TableFiles _files;
    readonly DuckDbErrors _errors;
    readonly TrinoType[] _types;
    readonly bool _isPlan;
    readonly Interruption _interruption;
    readonly QueryDeadline _deadline;
    readonly DuckDbInstance? _instance;
    bool _finished;
    bool _disposed;

    DuckDbResult(
        DuckDBConnection connection,
        DuckDBCommand command,
        DuckDBDataReader reader,
        Translation translation,
        TableFiles files,
        DuckDbErrors errors,
        long started,
        Interruption interruption,
        QueryDeadline deadline,
        DuckDbInstance? instance)
        : base([.. translation.Columns.Select(column => ColumnOf(column.Name, column.Type))], started)
    {
        _types = [.. translation.Columns.Select(column => column.Type)];
        _isPlan = translation.IsPlan;
        _errors = errors;
        _connection = connection;
        _command = command;
        _reader = reader;
        _files = files;
        _interruption = interruption;
        _deadline = deadline;
        _instance = instance;
    }

    static ResultColumn ColumnOf(string name, TrinoType type) => type.Name switch
    {
        "decimal" => new ResultColumn(name, type.Name) { Precision = type.Length, Scale = type.Scale },
        "varchar" or "char" when type.Length >= 0 => new ResultColumn(name, type.Name) { Precision = type.Length },
        _ => new ResultColumn(name, type.Name),
    };

    /// <summary>Starts the query. The result owns the connection, and the instance, unless a session has it.</summary>
    public static DuckDbResult Start(DuckDBConnection connection, Translation translation, TableFiles files, DuckDbErrors errors,
        long started, QueryDeadline deadline, DuckDbInstance? instance = null)
    {
        var command = new DuckDBCommand(translation.Sql, connection) { UseStreamingMode = true };
        var interruption = new Interruption(command, deadline.Token);
        try
        {
            return new DuckDbResult(connection, command, command.ExecuteReader(), translation, files, errors, started, interruption,
                deadline, instance);
        }
        catch (Exception e)
        {
            interruption.Dispose();
            command.Dispose();
            deadline.ThrowIfPassed();
            throw errors.Explain(e);
        }
    }

    private protected override object?[]? Next()
    {
        if (_finished)
            return null;

        _deadline.ThrowIfPassed();
        try
        {
            if (!_reader.Read())
            {
                // An interrupted result can look like a complete one.
                _deadline.ThrowIfPassed();
                return null;
            }

            var row = new object?[Columns.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = DuckDbValues.Get(_reader, _isPlan ? _reader.FieldCount - 1 : i, _types[i]);
            return row;
        }
        catch (Exception e) when (e is not (OperationCanceledException or AthenaException))
        {
            // The reader throws different exceptions for values without a type in .NET.
            _deadline.ThrowIfPassed();
            throw _errors.Explain(e);
        }
    }

    private protected override QueryStatistics Finish(QueryStatistics soFar)
    {
        if (_finished)
            return Statistics;

        _finished = true;
        _interruption.Dispose();
        _reader.Dispose();
        var partitions = new HashSet<string>();
        var (read, bytes) = (0, 0L);
        // DuckDB's own parser of its log, duckdb_logs_parsed, fails for a path with a quotation mark.
        using var log = new DuckDBCommand(
            """
            SELECT regexp_extract(message, '"path":"(.*)","op":"', 1, 's'),
              coalesce(sum(try_cast(regexp_extract(message, '","op":"READ","bytes":"(\d+)"', 1) AS BIGINT)), 0)::BIGINT
            FROM duckdb_logs WHERE type = 'FileSystem' GROUP BY 1
            """,
            _connection);
        using var reader = log.ExecuteReader();
        while (reader.Read())
        {
            if (!_files.PartitionsOf.TryGetValue(reader.GetString(0), out var owners))
                continue;
            read++;
            bytes += reader.GetInt64(1);
            partitions.UnionWith(owners.Select(owner => owner.Name));
        }

        PartitionsRead = partitions;
        return soFar with
        {
            FilesRead = read,
            FilesTotal = _files.PartitionsOf.Count,
            BytesScanned = bytes,
            PartitionsRead = partitions.Count,
            PartitionsTotal = _files.PartitionCount,
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _interruption.Dispose();
            _reader.Dispose();
            _command.Dispose();
            _connection.Dispose();
            _deadline.Dispose();
            // DuckDB can still work on a query whose rows were not all read.
            if (_finished)
                _instance?.Return();
            else
                _instance?.Dispose();
        }

        base.Dispose(disposing);
    }
}
