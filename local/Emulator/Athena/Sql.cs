namespace Emulator.Athena;

/// <summary>Fragments of DuckDB's SQL.</summary>
static class Sql
{
    /// <summary>
    /// The column in which <c>read_parquet</c> says which file a row is from; conditions on it, under this name only, choose the files.
    /// </summary>
    public const string FileName = "filename";

    /// <summary>Returns a string literal, which is the same in Athena's SQL.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Returns a path that matches only itself where patterns are allowed.</summary>
    public static string Path(string path) =>
        IsPattern(path) ? string.Concat(path.Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString())) : path;

    /// <summary>Returns whether <see cref="Path"/> escapes characters of this path.</summary>
    /// <remarks>
    /// In a pattern, DuckDB takes a backslash for a separator on every system, and no escape makes it a character. DuckDB reads a pattern
    /// without a match as a plain path, so a path with a backslash in a name stays unchanged.
    /// </remarks>
    public static bool IsPattern(string path) =>
        path.AsSpan().ContainsAny("*?[") && (System.IO.Path.DirectorySeparatorChar == '\\' || !path.Contains('\\'));
}
