namespace Tool.Traffic;

/// <summary>One elastic network interface (ENI) of the sample VPC.</summary>
/// <param name="Id">The id in UTF-8, with a space on both sides as in a line.</param>
/// <param name="V4">Its private address.</param>
/// <param name="V6">Its IPv6 address.</param>
/// <param name="AggregationSeconds">The maximum aggregation interval: 60 or 600 seconds.</param>
sealed record NetworkInterface(byte[] Id, Address V4, Address V6, int AggregationSeconds);

/// <summary>
/// The sample VPC: 10.0.0.0/16 with a public subnet (web servers, NAT gateways, a bastion) and a private one (applications,
/// databases, name servers, workers). Everything outside of it uses addresses that belong to nobody: the documentation networks of
/// RFC 5737 and RFC 3849, and RFC 2544's benchmark network where those are too small.
/// </summary>
sealed class Network
{
    const int VpcSite = 0x1234;
    const int PublicSubnet = 0x1a01;
    const int PrivateSubnet = 0x1a02;

    Xoshiro _ids = new(0x666C6F77);

    public Network()
    {
        Web = Interfaces(8, 1, 20, 60);
        NatGateways = Interfaces(2, 1, 5, 60);
        Bastion = Interfaces(1, 1, 9, 600);
        Applications = Interfaces(6, 2, 40, 60);
        Databases = Interfaces(3, 2, 80, 600);
        NameServers = Interfaces(2, 2, 53, 60);
        Workers = Interfaces(6, 2, 120, 600);
        Idle = Interfaces(4, 2, 200, 600);
        Exposed = [.. Web, .. Bastion, .. NatGateways];
        All = [.. Exposed, .. Applications, .. Databases, .. NameServers, .. Workers, .. Idle];
    }

    public NetworkInterface[] Web { get; }
    public NetworkInterface[] NatGateways { get; }
    public NetworkInterface[] Bastion { get; }
    public NetworkInterface[] Applications { get; }
    public NetworkInterface[] Databases { get; }
    public NetworkInterface[] NameServers { get; }
    public NetworkInterface[] Workers { get; }

    /// <summary>Interfaces without traffic.</summary>
    public NetworkInterface[] Idle { get; }

    /// <summary>Interfaces with a public address, which scanners try.</summary>
    public NetworkInterface[] Exposed { get; }

    public NetworkInterface[] All { get; }

    /// <summary>Returns one of 131,072 clients on the internet.</summary>
    public static Address Client(int number) => Address.V4(198, 18 + (number >> 16), (number >> 8) & 255, number & 255);

    public static Address ClientV6(int number) => Address.V6(0x100 + (number & 0xff), 1 + (number >> 8 & 0xff), 1 + (number >> 4 & 0xfff));

    /// <summary>Returns one of 500 hosts that scan ports.</summary>
    public static Address Scanner(int number) => number < 250 ? Address.V4(203, 0, 113, number + 3) : Address.V4(192, 0, 2, number - 247);

    public static Address ScannerV6(int number) => Address.V6(0xbad, 1 + (number & 15), 1 + number);

    /// <summary>Returns one of 200 services that the workers call.</summary>
    public static Address Service(int number) => Address.V4(198, 51, 100, number + 10);

    NetworkInterface[] Interfaces(int count, int subnet, int firstHost, int aggregationSeconds) =>
    [
        .. Enumerable.Range(firstHost, count).Select(host => new NetworkInterface(
            System.Text.Encoding.UTF8.GetBytes($" eni-0{_ids.Next():x16} "),
            Address.V4(10, 0, subnet, host),
            Address.V6(VpcSite, subnet == 1 ? PublicSubnet : PrivateSubnet, host),
            aggregationSeconds)),
    ];
}
