namespace Emulator.Athena;

/// <summary>A statement about the catalog.</summary>
/// <param name="Database">The database that the statement names, or null for the query's own.</param>
/// <param name="Table">Name of the table, or an empty text if the statement names none.</param>
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
/// <param name="Pattern">The pattern of LIKE, or null.</param>
public sealed record ShowDatabases(string? Pattern) : DdlStatement(null, "");

/// <summary><c>SHOW TABLES [IN database] ['pattern']</c> or <c>SHOW VIEWS</c>.</summary>
/// <param name="Database">The database.</param>
/// <param name="Pattern">The pattern, or null.</param>
/// <param name="Views">Whether the statement is about views, which do not exist here.</param>
public sealed record ShowTables(string? Database, string? Pattern, bool Views) : DdlStatement(Database, "");

/// <summary><c>SHOW COLUMNS IN ...</c></summary>
public sealed record ShowColumns(string? Database, string Table) : DdlStatement(Database, Table);

/// <summary><c>SHOW CREATE TABLE ...</c></summary>
public sealed record ShowCreateTable(string? Database, string Table) : DdlStatement(Database, Table);

/// <summary><c>SHOW TBLPROPERTIES ...</c></summary>
public sealed record ShowTableProperties(string? Database, string Table) : DdlStatement(Database, Table);

/// <summary><c>DESCRIBE [EXTENDED | FORMATTED] ... [column]</c></summary>
/// <param name="Database">The database.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">The requested column, or null.</param>
public sealed record DescribeTable(string? Database, string Table, string? Column) : DdlStatement(Database, Table);

/// <param name="Values">Values by partition key, in the statement's order.</param>
/// <param name="Location">The location of its files, or null for the table's default.</param>
public sealed record PartitionSpecification(IReadOnlyList<KeyValuePair<string, string>> Values, string? Location);

/// <summary>
/// Reads statements of Athena's DDL: ALTER TABLE with ADD or DROP PARTITION, SHOW and DESCRIBE ("DDL statements"). Names may be in
/// backticks or double quotes, texts in single quotes; a quote within quotes is written twice.
/// </summary>
public sealed class AthenaDdl
{
    readonly SqlTokens _tokens;

    AthenaDdl(SqlTokens tokens) => _tokens = tokens;

    /// <summary>Returns the statement, or null for a statement of another kind.</summary>
    /// <exception cref="AthenaException">The statement is of this kind and has an error; the message has its position and what was
    /// expected.</exception>
    public static DdlStatement? Parse(string sql)
    {
        var tokens = new SqlTokens(sql);
        var parser = new AthenaDdl(tokens);
        if (tokens.Current.Is("MSCK"))
        {
            throw tokens.Error(
                tokens.Current.Offset,
                "MSCK REPAIR TABLE finds only prefixes named key=value, and Firehose's are YYYY/MM/DD/HH: "
                    + "the partition registrar adds the partitions ({\"discover\":true} finds those that exist)");
        }

        if (tokens.TryTake("ALTER"))
            return parser.AlterTable();
        if (tokens.TryTake("DESCRIBE") || tokens.TryTake("DESC"))
            return parser.Describe();
        return tokens.TryTake("SHOW") ? parser.Show() : null;
    }

    DdlStatement Show()
    {
        if (_tokens.TryTake("PARTITIONS"))
            return ShowPartitionsOf();
        if (_tokens.TryTake("DATABASES") || _tokens.TryTake("SCHEMAS"))
            return new ShowDatabases(PatternToEnd());
        if (_tokens.Current.Is("TABLES") || _tokens.Current.Is("VIEWS"))
        {
            var views = _tokens.Take().Is("VIEWS");
            var database = _tokens.TryTake("IN") || _tokens.TryTake("FROM") ? Name("the name of a database") : null;
            return new ShowTables(database, PatternToEnd(), views);
        }

        if (_tokens.TryTake("COLUMNS"))
            return ShowColumnsOf();
        if (_tokens.TryTake("TBLPROPERTIES"))
        {
            var (database, table) = TableName();
            Finish();
            return new ShowTableProperties(database, table);
        }

        if (!_tokens.TryTake("CREATE"))
            throw Expected("COLUMNS, CREATE TABLE, DATABASES, PARTITIONS, TABLES, TBLPROPERTIES or VIEWS");
        Expect("TABLE");
        var (of, name) = TableName();
        Finish();
        return new ShowCreateTable(of, name);
    }

    string? PatternToEnd()
    {
        _ = _tokens.TryTake("LIKE");
        var pattern = _tokens.Current.Kind == SqlTokenKind.Text ? _tokens.Take().Value : null;
        Finish();
        return pattern;
    }

    ShowColumns ShowColumnsOf()
    {
        if (!_tokens.TryTake("IN") && !_tokens.TryTake("FROM"))
            throw Expected("IN or FROM");
        var (database, table) = TableName();
        if (_tokens.TryTake("IN") || _tokens.TryTake("FROM"))
            database = Name("the name of a database");
        Finish();
        return new ShowColumns(database, table);
    }

    DescribeTable Describe()
    {
        if (!_tokens.TryTake("EXTENDED"))
            _ = _tokens.TryTake("FORMATTED");
        _ = _tokens.TryTake("TABLE");
        var (database, table) = TableName();
        var column = _tokens.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName ? _tokens.Take().Value : null;
        Finish();
        return new DescribeTable(database, table, column);
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
        Finish(partitions[^1].Location is null ? "LOCATION, PARTITION or the end of the statement"
            : "PARTITION or the end of the statement");
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
        Expect("PARTITION");
        Expect('(');
        var values = new List<KeyValuePair<string, string>>();
        do
        {
            var at = _tokens.Current.Offset;
            var key = Name("a partition key");
            if (values.Any(value => value.Key.Equals(key, StringComparison.OrdinalIgnoreCase)))
                throw _tokens.Error(at, $"duplicate partition key {key}");
            Expect('=');
            values.Add(new(key, Value()));
        }
        while (_tokens.TryTake(','));
        Expect(')');
        return new PartitionSpecification(values, null);
    }

    (string? Database, string Table) TableName()
    {
        var first = Name("the name of a table");
        return _tokens.TryTake('.') ? (first, Name("the name of a table")) : (null, first);
    }

    string Name(string what) => _tokens.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName ? _tokens.Take().Value
        : throw Expected(what);

    string Text(string what) => _tokens.Current.Kind == SqlTokenKind.Text ? _tokens.Take().Value : throw Expected(what);

    string Value() =>
        _tokens.Current.Kind is SqlTokenKind.Text or SqlTokenKind.Number ? _tokens.Take().Value
            : throw Expected("a value in single quotes");

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

    /// <summary>Expects the end of the statement, or a semicolon and the end.</summary>
    void Finish(string expected = "the end of the statement")
    {
        if (_tokens.TryTake(';') && _tokens.Current.Kind != SqlTokenKind.End)
            throw _tokens.Error(_tokens.Current.Offset, "only one statement can be run at a time");
        if (_tokens.Current.Kind != SqlTokenKind.End)
            throw Expected(expected);
    }

    AthenaException Expected(string what) => _tokens.Error(_tokens.Current.Offset, $"expected {what}, found {_tokens.Current}");
}
