namespace Emulator.Athena.Dialect;

enum FunctionKind
{
    Scalar,
    Aggregate,
    Window,
}

/// <summary>One overload of a function of Athena's engine.</summary>
/// <param name="Topic">The heading of its kind in Trino's documentation.</param>
/// <param name="Name">In lower case.</param>
/// <param name="Kind">Where the function may be called.</param>
/// <param name="Signature">What it takes and gives; null if this machine does not have the function, or <see cref="Special"/> checks the
/// arguments.</param>
/// <param name="Template">
/// DuckDB's SQL: <c>{0}</c> is the first argument, <c>{L0}</c> the first argument as local time of its zone, <c>{*}</c> all arguments,
/// <c>{R0}</c> the first argument for a function in C# that can fail, <c>{T}</c> the type of the result.
/// </param>
/// <param name="Special">Translates calls that a template cannot express.</param>
sealed record FunctionEntry(
    string Topic, string Name, FunctionKind Kind, Signature? Signature, string? Template, Func<FunctionCall, Typed?>? Special = null)
{
    /// <summary>Whether Athena has the function and local mode does not.</summary>
    public bool IsMissing => Template is null && Special is null;

    /// <summary>Whether each call returns another value.</summary>
    public bool IsVolatile => Template is not null && (Template.Contains("random()", StringComparison.Ordinal) || Template == "uuid()");

    /// <summary>The parameters and the result of the function, for the page.</summary>
    public string Description { get; init; } = Signature?.Text ?? "";
}
