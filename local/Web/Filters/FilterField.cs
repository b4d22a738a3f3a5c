namespace Web.Filters;

/// <summary>Says which values a filter field takes.</summary>
enum FilterKind
{
    Address,
    Port,
    Protocol,

    /// <summary>One of a few words.</summary>
    Word,
    Text,
    Number,
    Time,
}

/// <summary>A name that a filter may have, with the columns that it looks at: several for "source or destination".</summary>
/// <param name="Name">The name in the page's address.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Columns">A record matches if one of them does.</param>
/// <param name="Meaning">A short description.</param>
sealed record FilterField(string Name, FilterKind Kind, IReadOnlyList<string> Columns, string Meaning)
{
    /// <summary>Other names for the field.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The values of <see cref="FilterKind.Word"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public bool IsCalled(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Columns is [var column] && column.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);
}
