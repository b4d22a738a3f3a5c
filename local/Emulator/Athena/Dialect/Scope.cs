namespace Emulator.Athena.Dialect;

/// <summary>A column of a relation.</summary>
/// <param name="Name">The name in the statement; null if it has no name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Sql">DuckDB's SQL for it.</param>
sealed record Field(string? Name, TrinoType Type, string Sql)
{
    /// <summary>Whether * excludes the column.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The reference to the table, if the column has one value for each file of it: a partition key, or the path.</summary>
    public string? Files { get; init; }
}

/// <param name="Names">The qualifiers of a column: alias, or catalog, database and table.</param>
/// <param name="Fields">The columns.</param>
sealed record Relation(IReadOnlyList<string> Names, IReadOnlyList<Field> Fields)
{
    /// <summary>Returns whether a qualifier such as <c>database.table</c> refers to this relation.</summary>
    public bool IsCalled(ReadOnlySpan<string> qualifier)
    {
        if (qualifier.Length > Names.Count)
            return false;
        for (var i = 0; i < qualifier.Length; i++)
            if (!qualifier[^(i + 1)].Equals(Names[Names.Count - 1 - i], StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }
}

/// <summary>The relations of one FROM, and the query around it.</summary>
sealed class Scope(Scope? outer)
{
    public Scope? Outer { get; } = outer;

    public List<Relation> Relations { get; } = [];

    /// <summary>SQL of the grouping expressions; null unless the query is grouped.</summary>
    public HashSet<string>? GroupKeys { get; set; }
}

/// <summary>A query's SQL and its columns.</summary>
/// <param name="Sql">DuckDB's SQL; its columns are c1, c2 and so on.</param>
/// <param name="Columns">Names and types of the columns.</param>
sealed record Query(string Sql, IReadOnlyList<(string? Name, TrinoType Type)> Columns);
