namespace Tool.Traffic;

/// <summary>What a line says apart from its times.</summary>
struct Flow
{
    public NetworkInterface Interface;
    public Address Source;
    public Address Destination;
    public int SourcePort;
    public int DestinationPort;
    public int Protocol;
    public long Packets;
    public long Bytes;
    public bool Rejected;

    /// <summary>No traffic, or records lost: a line without addresses and counts.</summary>
    public Gap Gap;

    /// <summary>The other direction of the same conversation.</summary>
    public readonly Flow Reply(long packets, long bytes) => this with
    {
        Source = Destination,
        Destination = Source,
        SourcePort = DestinationPort,
        DestinationPort = SourcePort,
        Packets = packets,
        Bytes = bytes,
    };

    /// <summary>The same packets as the interface at the other end saw them.</summary>
    public readonly Flow SeenAt(NetworkInterface other) => this with { Interface = other };
}

enum Gap
{
    None,
    NoData,
    SkipData,
}
