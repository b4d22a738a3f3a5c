using System.Net;
using System.Net.Sockets;
using Web;

namespace Tool.Traffic;

/// <summary>One elastic network interface (ENI) of the sample VPC.</summary>
/// <param name="Id">The id in UTF-8, with a space on both sides as in a line.</param>
/// <param name="V4">Its private address.</param>
/// <param name="V6">Its IPv6 address.</param>
/// <param name="AggregationSeconds">The maximum aggregation interval: 60 or 600 seconds.</param>
sealed record NetworkInterface(byte[] Id, Address V4, Address V6, int AggregationSeconds);

/// <summary>
/// The sample VPC: 10.0.0.0/16 with a public subnet (web servers, NAT gateways, a bastion) and a private one (applications,
/// databases, name servers, workers). Clients and services have addresses of public networks and of AWS, so that the pages show whose they
/// are. Scanners and attackers belong to nobody, so that nobody is accused: the documentation networks of RFC 5737 and RFC 3849.
/// </summary>
sealed class Network
{
    const uint Documentation = 0x2001_0db8;
    const uint CloudflareV6 = 0x2606_4700;
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

    /// <summary>Returns one of 131,072 clients: in networks of Cloudflare (162.158.0.0/16) and of CloudFront (15.158.0.0/16).</summary>
    public static Address Client(int number) => Address.V4(number < 1 << 16 ? 162 : 15, 158, (number >> 8) & 255, number & 255);

    /// <summary>Returns a client in the network of Cloudflare (2606:4700::/32).</summary>
    public static Address ClientV6(int number) =>
        Address.V6(CloudflareV6, 0x100 + (number & 0xff), 1 + (number >> 8 & 0xff), 1 + (number >> 4 & 0xfff));

    /// <summary>Returns one of 500 hosts that scan ports.</summary>
    public static Address Scanner(int number) => number < 250 ? Address.V4(203, 0, 113, number + 3) : Address.V4(192, 0, 2, number - 247);

    public static Address ScannerV6(int number) => Address.V6(Documentation, 0xbad, 1 + (number & 15), 1 + number);

    /// <summary>Returns one of 200 services that the workers call; every fifth is a message broker.</summary>
    public static Address Service(int number) => (number % 5, 10 + number / 5) switch
    {
        // S3 and DynamoDB in us-east-1, GitHub, Fastly, and EC2 in us-east-1.
        (0, var host) => Address.V4(52, 216, 100, host),
        (1, var host) => Address.V4(52, 94, 1, host),
        (2, var host) => Address.V4(140, 82, 112, host),
        (3, var host) => Address.V4(151, 101, 1, host),
        (_, var host) => Address.V4(50, 17, 20, host),
    };

    /// <summary>Returns whether a service of <see cref="Service"/> is a message broker.</summary>
    public static bool IsBroker(int number) => number % 5 == 4;

    /// <summary>Returns the names of the sample's networks and interfaces, as the lines of a names file.</summary>
    public IEnumerable<string> Names()
    {
        (string Name, string Role, NetworkInterface[] Interfaces)[] hosts =
        [
            ("web", "frontend", Web), ("nat", "NAT gateway", NatGateways), ("bastion", "operators", Bastion),
            ("application", "backend", Applications), ("database", "PostgreSQL", Databases), ("dns", "name server", NameServers),
            ("worker", "batch", Workers), ("spare", "idle", Idle),
        ];
        return
        [
            "network,name,role",
            "10.0.0.0/16,sample-vpc,",
            .. hosts.SelectMany(kind => NetworksOf(kind.Interfaces).Select(network => $"{network},{kind.Name},{kind.Role}")),
            .. hosts.SelectMany(kind => kind.Interfaces.Select((one, i) =>
                $"{System.Text.Encoding.UTF8.GetString(one.Id).Trim()},{kind.Name}-{i + 1},{kind.Role}")),
            "162.158.0.0/15,Cloudflare,proxy",
            "2606:4700::/32,Cloudflare,proxy",
            "140.82.112.0/20,GitHub,source code",
            "151.101.0.0/16,Fastly,packages",
        ];
    }

    static IEnumerable<IPNetwork> NetworksOf(NetworkInterface[] interfaces) =>
        new AddressSpan(AddressFamily.InterNetwork).Networks(interfaces[0].V4.Host, interfaces[^1].V4.Host);

    NetworkInterface[] Interfaces(int count, int subnet, int firstHost, int aggregationSeconds) =>
    [
        .. Enumerable.Range(firstHost, count).Select(host => new NetworkInterface(
            System.Text.Encoding.UTF8.GetBytes($" eni-0{_ids.Next():x16} "),
            Address.V4(10, 0, subnet, host),
            Address.V6(Documentation, VpcSite, subnet == 1 ? PublicSubnet : PrivateSubnet, host),
            aggregationSeconds)),
    ];
}
