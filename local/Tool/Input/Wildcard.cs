using System.Text;
using System.Text.RegularExpressions;

namespace Tool.Input;

/// <summary>
/// Patterns of paths, as shells have them: <c>*</c> and <c>?</c> within a name, <c>**</c> across folders. A matching folder means all
/// below it.
/// </summary>
static class Wildcard
{
    public static bool IsIn(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>The folder before the first part with a wildcard; empty if the first part has one.</summary>
    public static string FixedPart(string pattern)
    {
        var wild = pattern.AsSpan().IndexOfAny('*', '?');
        var end = pattern.AsSpan(0, wild).LastIndexOf('/');
        return end < 0 ? "" : end == 0 ? "/" : pattern[..end];
    }

    public static Regex ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern.AsSpan(i).StartsWith("**/"))
            {
                regex.Append("(.*/)?");
                i += 2;
            }
            else if (pattern.AsSpan(i).StartsWith("**"))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(pattern[i] switch { '*' => "[^/]*", '?' => "[^/]", var letter => Regex.Escape(letter.ToString()) });
            }
        }
        return new Regex(regex.Append("(/.*)?$").ToString(), RegexOptions.CultureInvariant);
    }
}
