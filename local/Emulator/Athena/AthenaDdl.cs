namespace Emulator.Athena;

/// <summary>A statement about the catalog.</summary>
/// <param name="Database">As the statement names it, or null for the query's own.</param>
/// <param name="Table">Name of the table; empty where it is about none.</param>
public abstract record DdlStatement(string? Database, string Table);

/// <summary><c>ALTER TABLE ... ADD [IF NOT EXISTS] PARTITION (...) [LOCATION '...'] ...</c></summary>
public sealed record AddPartitions(string? Database, string Table, bool IfNotExists, IReadOnlyList<PartitionSpecification> Partitions)
    : DdlStatement(Database, Table);

/// <summary><c>ALTER TABLE ... DROP [IF EXISTS] PARTITION (...), PARTITION (...)</c></summary>
public sealed record DropPartitions(string? Database, string Table, bool IfExists, IReadOnlyList<PartitionSpecification> Partitions)
    : DdlStatement(Database, Table);

/// <summary><c>SHOW PARTITIONS ...</c></summary>
public sealed record ShowPartitions(string? Database, string Table) : DdlStatement(Database, Table);

/// <summary><c>SHOW DATABASES</c> or <c>SHOW SCHEMAS</c>.</summary>
public sealed record ShowDatabases() : DdlStatement(null, "");

/// <param name="Values">Values by partition key, in the statement's order.</param>
/// <param name="Location">Where its files are, or null for the table's own way.</param>
/// <param name="Offset">Where it stands in the statement.</param>
public sealed record PartitionSpecification(IReadOnlyList<KeyValuePair<string, string>> Values, string? Location, int Offset);

/// <summary>
/// Reads the statements about partitions of Athena's DDL ("ALTER TABLE ADD PARTITION", "ALTER TABLE DROP PARTITION", "SHOW PARTITIONS").
/// Names may be quoted by backticks or double quotes, texts by single quotes; a quote within quotes is written twice.
/// </summary>
public sealed class AthenaDdl
{
    readonly SqlTokens _tokens;

    AthenaDdl(SqlTokens tokens) => _tokens = tokens;

    /// <summary>The statement, or null where it is none of these.</summary>
    /// <exception cref="AthenaException">It is, but cannot be read; the message says where and what was expected.</exception>
    public static DdlStatement? Parse(string sql)
    {
        var tokens = new SqlTokens(sql);
        var parser = new AthenaDdl(tokens);
        if (tokens.Current.Is("MSCK"))
            throw tokens.Error(tokens.Current.Offset, "MSCK REPAIR TABLE finds only prefixes named key=value, and Firehose's are YYYY/MM/DD/HH: the partition registrar adds the partitions ({\"discover\":true} finds those that exist)");
        if (tokens.TryTake("ALTER"))
            return parser.AlterTable();
        if (!tokens.TryTake("SHOW"))
            return null;
        if (tokens.TryTake("PARTITIONS"))
            return parser.ShowPartitionsOf();
        return tokens.TryTake("DATABASES") || tokens.TryTake("SCHEMAS") ? parser.ShowDatabasesOf() : null;
    }

    ShowDatabases ShowDatabasesOf()
    {
        Finish();
        return new ShowDatabases();
    }

    ShowPartitions ShowPartitionsOf()
    {
        var (database, table) = TableName();
        Finish();
        return new ShowPartitions(database, table);
    }

    DdlStatement AlterTable()
    {
        Expect("TABLE");
        var (database, table) = TableName();
        if (_tokens.TryTake("ADD"))
        {
            var ifNotExists = _tokens.TryTake("IF");
            if (ifNotExists)
            {
                Expect("NOT");
                Expect("EXISTS");
            }

            return new AddPartitions(database, table, ifNotExists, PartitionsToAdd());
        }

        if (_tokens.TryTake("DROP"))
        {
            var ifExists = _tokens.TryTake("IF");
            if (ifExists)
                Expect("EXISTS");
            return new DropPartitions(database, table, ifExists, PartitionsToDrop());
        }

        throw Expected("ADD or DROP");
    }

    List<PartitionSpecification> PartitionsToAdd()
    {
        var partitions = new List<PartitionSpecification>();
        do
        {
            var partition = Specification();
            if (_tokens.TryTake("LOCATION"))
                partition = partition with { Location = Text("the location in single quotes") };
            partitions.Add(partition);
        }
        while (_tokens.Current.Is("PARTITION"));
        Finish(partitions[^1].Location is null ? "LOCATION, PARTITION or the end of the statement" : "PARTITION or the end of the statement");
        return partitions;
    }

    List<PartitionSpecification> PartitionsToDrop()
    {
        var partitions = new List<PartitionSpecification> { Specification() };
        while (_tokens.TryTake(','))
            partitions.Add(Specification());
        Finish();
        return partitions;
    }

    PartitionSpecification Specification()
    {
        var offset = _tokens.Current.Offset;
        Expect("PARTITION");
        Expect('(');
        var values = new List<KeyValuePair<string, string>>();
        do
        {
            var at = _tokens.Current.Offset;
            var key = Name("a partition key");
            if (values.Any(value => value.Key.Equals(key, StringComparison.OrdinalIgnoreCase)))
                throw _tokens.Error(at, $"partition key {key} stands twice");
            Expect('=');
            values.Add(new(key, Value()));
        }
        while (_tokens.TryTake(','));
        Expect(')');
        return new PartitionSpecification(values, null, offset);
    }

    (string? Database, string Table) TableName()
    {
        var first = Name("the name of a table");
        return _tokens.TryTake('.') ? (first, Name("the name of a table")) : (null, first);
    }

    string Name(string what) => _tokens.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName ? _tokens.Take().Value : throw Expected(what);

    string Text(string what) => _tokens.Current.Kind == SqlTokenKind.Text ? _tokens.Take().Value : throw Expected(what);

    string Value() => _tokens.Current.Kind is SqlTokenKind.Text or SqlTokenKind.Number ? _tokens.Take().Value : throw Expected("a value in single quotes");

    void Expect(string keyword)
    {
        if (!_tokens.TryTake(keyword))
            throw Expected(keyword);
    }

    void Expect(char symbol)
    {
        if (!_tokens.TryTake(symbol))
            throw Expected($"'{symbol}'");
    }

    /// <summary>Nothing but a semicolon may follow.</summary>
    void Finish(string expected = "the end of the statement")
    {
        if (_tokens.TryTake(';') && _tokens.Current.Kind != SqlTokenKind.End)
            throw _tokens.Error(_tokens.Current.Offset, "only one statement can be run at a time");
        if (_tokens.Current.Kind != SqlTokenKind.End)
            throw Expected(expected);
    }

    AthenaException Expected(string what) => _tokens.Error(_tokens.Current.Offset, $"expected {what}, found {_tokens.Current}");
}
