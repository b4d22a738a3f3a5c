using System.Collections.Immutable;
using System.Globalization;

namespace FlowLogs;

/// <summary>
/// The keywords of IP protocol numbers. Source: "Protocol Numbers", IANA, except for 58, which IANA calls IPv6-ICMP and most tools ICMPv6.
/// </summary>
/// <remarks>A test compares the table with IANA's own file in tests/registries.</remarks>
public static class IanaProtocol
{
    public const int Icmp = 1;
    public const int Tcp = 6;
    public const int Udp = 17;
    public const int IcmpV6 = 58;

    // The position is the number. Numbers without a keyword are null. Later numbers are unassigned, experimental or reserved.
    static readonly ImmutableArray<string?> Keywords =
    [
        "HOPOPT", "ICMP", "IGMP", "GGP", "IPv4", "ST", "TCP", "CBT", "EGP", "IGP",
        "BBN-RCC-MON", "NVP-II", "PUP", "ARGUS", "EMCON", "XNET", "CHAOS", "UDP", "MUX", "DCN-MEAS",
        "HMP", "PRM", "XNS-IDP", "TRUNK-1", "TRUNK-2", "LEAF-1", "LEAF-2", "RDP", "IRTP", "ISO-TP4",
        "NETBLT", "MFE-NSP", "MERIT-INP", "DCCP", "3PC", "IDPR", "XTP", "DDP", "IDPR-CMTP", "TP++",
        "IL", "IPv6", "SDRP", "IPv6-Route", "IPv6-Frag", "IDRP", "RSVP", "GRE", "DSR", "BNA",
        "ESP", "AH", "I-NLSP", "SWIPE", "NARP", "Min-IPv4", "TLSP", "SKIP", "ICMPv6", "IPv6-NoNxt",
        "IPv6-Opts", null, "CFTP", null, "SAT-EXPAK", "KRYPTOLAN", "RVD", "IPPC", null, "SAT-MON",
        "VISA", "IPCV", "CPNX", "CPHB", "WSN", "PVP", "BR-SAT-MON", "SUN-ND", "WB-MON", "WB-EXPAK",
        "ISO-IP", "VMTP", "SECURE-VMTP", "VINES", "IPTM", "NSFNET-IGP", "DGP", "TCF", "EIGRP", "OSPFIGP",
        "Sprite-RPC", "LARP", "MTP", "AX.25", "IPIP", "MICP", "SCC-SP", "ETHERIP", "ENCAP", null,
        "GMTP", "IFMP", "PNNI", "PIM", "ARIS", "SCPS", "QNX", "A/N", "IPComp", "SNP",
        "Compaq-Peer", "IPX-in-IP", "VRRP", "PGM", null, "L2TP", "DDX", "IATP", "STP", "SRP",
        "UTI", "SMP", "SM", "PTP", "ISIS over IPv4", "FIRE", "CRTP", "CRUDP", "SSCOPMCE", "IPLT",
        "SPS", "PIPE", "SCTP", "FC", "RSVP-E2E-IGNORE", "Mobility Header", "UDPLite", "MPLS-in-IP", "manet", "HIP",
        "Shim6", "WESP", "ROHC", "Ethernet", "AGGFRAG", "NSH", "Homa", "BIT-EMU",
    ];

    /// <summary>Returns the protocol's keyword, for example <c>TCP</c>, or its number if IANA has no keyword.</summary>
    /// <param name="number">0 to 255.</param>
    public static string Keyword(int number) =>
        (number >= 0 && number < Keywords.Length ? Keywords[number] : null) ?? number.ToString(CultureInfo.InvariantCulture);
}
