using System.Collections.Immutable;
using System.Text.Json;

namespace Emulator.Athena.Dialect;

/// <summary>An expression: its type in Athena, and DuckDB's SQL for it.</summary>
/// <param name="Type">The type.</param>
/// <param name="Sql">DuckDB's SQL, which is valid anywhere in a larger expression.</param>
/// <param name="Location">The offset in the statement; negative if the parser does not return it.</param>
sealed record Typed(TrinoType Type, string Sql, int Location)
{
    /// <summary>The value of a literal, without quotes.</summary>
    public string? Literal { get; init; }

    /// <summary>The column's name, if the expression is a column.</summary>
    public string? Column { get; init; }

    /// <summary>Columns that are not inside an aggregate function, one for each scope and reference to the table's files.</summary>
    public ImmutableArray<ColumnUse> Columns { get; init; } = [];

    /// <summary>The conditions that AND joins; the expression itself if it is no AND.</summary>
    public IReadOnlyList<Typed> Terms { get => field ?? [this]; init; }

    /// <summary>Whether the value is known before any row is read.</summary>
    public bool IsConstant { get => (field || Literal is not null) && !HasAggregate && !HasWindow; init; }

    public bool HasAggregate { get; init; }

    public bool HasWindow { get; init; }

    /// <summary>A lambda that waits for the types of its parameters.</summary>
    public JsonElement? Lambda { get; init; }

    /// <summary>Returns another expression that contains this and other expressions.</summary>
    public static Typed Of(TrinoType type, string sql, int location, params IReadOnlyCollection<Typed> parts) =>
        parts.Aggregate(new Typed(type, sql, location) { IsConstant = parts.Count > 0 && parts.All(part => part.IsConstant) },
            (typed, part) => typed.With(part));

    public Typed With(Typed part) => this with
    {
        Columns = part.Columns.IsEmpty ? Columns
            : [.. Columns, .. part.Columns.Where(use => !Columns.Any(known => known.Scope == use.Scope && known.Files == use.Files))],
        HasAggregate = HasAggregate || part.HasAggregate,
        HasWindow = HasWindow || part.HasWindow,
    };
}

/// <param name="Scope">The query whose FROM has the column; null for a value that differs from one evaluation to the next.</param>
/// <param name="Name">The name in the statement.</param>
/// <param name="Location">The offset in the statement.</param>
/// <param name="Files">The reference to the table, if the column has one value for each file of it.</param>
readonly record struct ColumnUse(Scope? Scope, string Name, int Location, string? Files = null)
{
    /// <summary>A use of something else than a column: other rows, or a random number.</summary>
    public static readonly ColumnUse Other = new(null, "", -1);
}

/// <param name="Analyzer">Translates expressions.</param>
/// <param name="Name">Name of the function.</param>
/// <param name="Location">The offset of the call.</param>
/// <param name="Arguments">The arguments; a lambda has no SQL yet.</param>
/// <param name="Suffix">FILTER and OVER of an aggregate function.</param>
/// <param name="Distinct">DISTINCT and a space, or nothing.</param>
sealed record FunctionCall(ExpressionAnalyzer Analyzer, string Name, int Location, IReadOnlyList<Typed> Arguments, string Suffix,
    string Distinct)
{
    public Typed Result(TrinoType type, string sql) => Typed.Of(type, sql, Location, Arguments);

    /// <summary>Throws the error of a call whose arguments match no overload.</summary>
    public AthenaException Unexpected(string expected) => Analyzer.Error(
        AthenaError.TypeMismatch,
        Location,
        $"Unexpected parameters ({string.Join(", ", Arguments.Select(argument => argument.Type))}) for function {Name}. Expected: "
        + $"{Name}({expected})");

    public string Constant(int argument, string what) => Arguments[argument].Literal
        ?? throw Analyzer.NeedsLiteral(Name, Arguments[argument], what);
}
