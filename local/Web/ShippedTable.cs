namespace Web;

/// <summary>
/// A table that is part of the program: a row a line, columns between blanks, the last one to the line's end; # begins a comment.
/// </summary>
static class ShippedTable
{
    public static IEnumerable<string[]> Read(string name, int columns)
    {
        using var stream = typeof(ShippedTable).Assembly.GetManifestResourceStream($"data/{name}")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split(' ', columns, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
    }
}
