namespace Tool.Traffic;

/// <summary>The content of a line apart from its times.</summary>
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

    /// <summary>No traffic or lost records: a line without addresses and counts.</summary>
    public Gap Gap;

    /// <summary>Returns the other direction of the conversation.</summary>
    public readonly Flow Reply(long packets, long bytes) => this with
    {
        Source = Destination,
        Destination = Source,
        SourcePort = DestinationPort,
        DestinationPort = SourcePort,
        Packets = packets,
        Bytes = bytes,
    };

    /// <summary>Returns the same packets as seen by the interface at the other end.</summary>
    public readonly Flow SeenAt(NetworkInterface other) => this with { Interface = other };
}

enum Gap
{
    None,
    NoData,
    SkipData,
}
