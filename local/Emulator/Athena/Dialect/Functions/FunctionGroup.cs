namespace Emulator.Athena.Dialect.Functions;

/// <summary>Collects functions of related topics, with how each is computed, or that local mode does not have it.</summary>
abstract class FunctionGroup
{
    protected const string NaN = "CAST('NaN' AS DOUBLE)";

    readonly List<FunctionEntry> _entries = [];
    string _topic = "";

    public IReadOnlyList<FunctionEntry> Entries => _entries;

    /// <summary>Starts a topic: the heading of its functions in Trino's documentation.</summary>
    protected void Topic(string name) => _topic = name;

    protected void Scalar(string name, string signature, string template) =>
        _entries.Add(new FunctionEntry(_topic, name, FunctionKind.Scalar, Signature.Parse(signature), template));

    /// <summary>Adds an aggregate function; FILTER and OVER follow its call, which a cast may be around.</summary>
    protected void Aggregate(string name, string signature, string template)
    {
        var end = template.StartsWith("CAST(", StringComparison.Ordinal) ? template.LastIndexOf(" AS ", StringComparison.Ordinal)
            : template.Length;
        _entries.Add(new FunctionEntry(_topic, name, FunctionKind.Aggregate, Signature.Parse(signature), WithSuffix(template, end)));
    }

    protected void Window(string name, string signature, string template) =>
        _entries.Add(new FunctionEntry(
            _topic, name, FunctionKind.Window, Signature.Parse(signature), WithSuffix(template, template.Length)));

    protected void Special(string[] names, string text, Func<FunctionCall, Typed?> special, FunctionKind kind = FunctionKind.Scalar)
    {
        foreach (var name in names)
            _entries.Add(new FunctionEntry(_topic, name, kind, null, null, special) { Description = text });
    }

    protected void Missing(params string[] names) => Missing(FunctionKind.Scalar, names);

    protected void Missing(FunctionKind kind, params string[] names)
    {
        foreach (var name in names)
            _entries.Add(new FunctionEntry(_topic, name, kind, null, null));
    }

    protected static string Logarithm(string name, string x) =>
        $"CASE WHEN {x} > 0 THEN {name}({x}) WHEN {x} = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN {x} < 0 THEN {NaN} END";

    /// <summary>Joins the elements that are not NULL. DuckDB's array_to_string is faster, but takes a constant separator only.</summary>
    protected static string Joined(string list, string separator) =>
        $"CASE WHEN {separator} IS NULL THEN NULL WHEN list_count({list}) = 0 THEN '' ELSE list_reduce(list_filter({list}, lambda x: x IS NOT "
        + $"NULL), lambda x, y: x || {separator} || y) END";

    static string WithSuffix(string template, int end) =>
        template.Contains("{F}", StringComparison.Ordinal) ? template : template.Insert(end, "{F}");
}
