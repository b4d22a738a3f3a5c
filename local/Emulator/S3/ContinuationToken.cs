using System.Text;

namespace Emulator.S3;

/// <summary>The position of the next page of a listing: the last key or common prefix of the previous page, encoded.</summary>
static class ContinuationToken
{
    public static string Encode(string lastKey) => Convert.ToBase64String(Encoding.UTF8.GetBytes(lastKey));

    /// <summary>Returns the key, or null for an invalid token.</summary>
    public static string? Decode(string token)
    {
        var bytes = new byte[token.Length];
        return token.Length > 0 && Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
