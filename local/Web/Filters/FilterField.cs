namespace Web.Filters;

/// <summary>The kind of values of a filter field.</summary>
enum FilterKind
{
    Address,
    Port,
    Protocol,

    /// <summary>Who sent the record, by the higher port.</summary>
    Sender,

    Interface,

    /// <summary>One of some fixed words.</summary>
    Word,
    Text,
    Number,
    Time,
}

/// <summary>A filter field with the columns that it compares: several for "source or destination".</summary>
/// <param name="Name">The name in the page's address.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Columns">A record matches if one of these columns matches.</param>
/// <param name="Meaning">A short description.</param>
sealed record FilterField(string Name, FilterKind Kind, IReadOnlyList<string> Columns, string Meaning)
{
    /// <summary>Other names for the field.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The values of <see cref="FilterKind.Word"/> and <see cref="FilterKind.Sender"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public bool IsCalled(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Columns is [var column] && column.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);
}
