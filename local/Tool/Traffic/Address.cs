namespace Tool.Traffic;

/// <summary>An IPv4 address, or an IPv6 address with only its first 64 and last 16 bits set (so that <c>::</c> is between them).</summary>
readonly record struct Address(ulong Network, uint Host)
{
    public bool IsV6 => Network != 0;

    public static Address V4(int a, int b, int c, int d) => new(0, (uint)((a << 24) | (b << 16) | (c << 8) | d));

    /// <param name="prefix">The first two groups.</param>
    /// <param name="site">Third group, not 0.</param>
    /// <param name="subnet">Fourth group, not 0.</param>
    /// <param name="host">Last group, not 0.</param>
    public static Address V6(uint prefix, int site, int subnet, int host) =>
        new(((ulong)prefix << 32) | ((ulong)(uint)site << 16) | (uint)subnet, (uint)host);
}
