namespace Emulator;

/// <summary>Finds the names that a mistyped word is nearest to.</summary>
public static class NearestNames
{
    /// <summary>Returns names, the nearest first.</summary>
    public static IEnumerable<string> Of(string word, IEnumerable<string> names) =>
        names.OrderBy(name => Distance(word.ToLowerInvariant(), name.ToLowerInvariant())).ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>Returns the nearest name if a third of the word's characters, but at least one, can be wrong; null without one.</summary>
    public static string? Closest(string word, IEnumerable<string> names) => Of(word, names).FirstOrDefault() is { } nearest
        && Distance(word.ToLowerInvariant(), nearest.ToLowerInvariant()) <= Math.Max(1, word.Length / 3) ? nearest : null;

    /// <summary>
    /// Returns the number of characters to add, remove, replace or swap with their neighbour (optimal string alignment).
    /// </summary>
    public static int Distance(string one, string two)
    {
        var distances = new int[one.Length + 1, two.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= two.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }
                var replaced = distances[i - 1, j - 1] + (one[i - 1] == two[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(replaced, 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
                if (i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], 1 + distances[i - 2, j - 2]);
            }
        }
        return distances[one.Length, two.Length];
    }
}
