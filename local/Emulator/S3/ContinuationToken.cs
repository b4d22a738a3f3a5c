using System.Text;

namespace Emulator.S3;

/// <summary>Where a listing goes on: after the last key or common prefix of the page before, in a form that nobody mistakes for a key.</summary>
static class ContinuationToken
{
    public static string Encode(string lastKey) => Convert.ToBase64String(Encoding.UTF8.GetBytes(lastKey));

    /// <summary>The key, or null for a token that is none.</summary>
    public static string? Decode(string token)
    {
        var bytes = new byte[token.Length];
        return token.Length > 0 && Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
