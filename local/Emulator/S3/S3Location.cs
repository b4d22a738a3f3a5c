using System.Diagnostics.CodeAnalysis;

namespace Emulator.S3;

/// <summary>A bucket and a prefix, as <c>s3://bucket/prefix/</c> names them.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">The prefix of the keys: empty, or with a trailing slash.</param>
public sealed record S3Location(string Bucket, string Prefix)
{
    const string Scheme = "s3://";

    /// <summary>Parses a location. The trailing slash is optional, as in Athena.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Location? location)
    {
        location = null;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || text.Any(char.IsControl))
            return false;

        var slash = text.IndexOf('/', Scheme.Length);
        var bucket = slash < 0 ? text[Scheme.Length..] : text[Scheme.Length..slash];
        var prefix = slash < 0 ? "" : text[(slash + 1)..];
        if (!IsBucketName(bucket))
            return false;

        location = new S3Location(bucket, prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/");
        return true;
    }

    /// <summary>Checks the relevant part of "General purpose bucket naming rules", Amazon S3 User Guide.</summary>
    public static bool IsBucketName(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.')
        && char.IsAsciiLetterOrDigit(name[0])
        && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal);

    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}";
}
