using System.Globalization;
using System.Net;
using System.Text;

namespace Tool.Traffic;

/// <summary>
/// Plans incidents in the last day of generated traffic: each kind once, with sources, targets and times chosen by the seed.
/// </summary>
sealed class IncidentPlan
{
    /// <summary>The hours that an incident can need: a slow scan takes a day, and "first seen" needs hours before it.</summary>
    public const int Hours = 24;

    const int Icmp = 1, Tcp = 6, Udp = 17, Gre = 47;
    const int Minute = 60, Hour = 3600, LongestRecord = 30;

    static readonly (string Name, Action<IncidentPlan> Plant)[] Kinds =
    [
        ("horizontal-scan", plan => plan.ScanManyHosts()),
        ("vertical-scan", plan => plan.ScanManyPorts()),
        ("slow-scan", plan => plan.ScanSlowly()),
        ("admin-port-reached", plan => plan.ReachAdminPort()),
        ("brute-force", plan => plan.GuessPasswords(succeed: false)),
        ("brute-force-success", plan => plan.GuessPasswords(succeed: true)),
        ("accepted-after-rejected", plan => plan.GetInAfterRejects()),
        ("beaconing", plan => plan.CallHome()),
        ("unusual-egress", plan => plan.SendUnusuallyMuch()),
        ("new-destination-egress", plan => plan.SendToNewDestination()),
        ("internal-recon", plan => plan.ProbeInside()),
        ("lateral-movement", plan => plan.MoveBetweenSubnets()),
        ("outside-dns", plan => plan.AskOutsideNameServer()),
        ("dns-tunnel", plan => plan.TunnelThroughDns()),
        ("icmp-tunnel", plan => plan.TunnelThroughIcmp()),
        ("tunnel-protocol", plan => plan.TunnelThroughGre()),
        ("cleartext-protocol", plan => plan.UseCleartext()),
        ("blocked-internal-flow", plan => plan.BlockInternalFlow()),
        ("acl-blocks-replies", plan => plan.BlockReplies()),
        ("idle-then-active", plan => plan.WakeInterface()),
        ("new-interface", plan => plan.AddInterface()),
        ("silent-interface", plan => plan.SilenceInterface()),
        ("missing-records", plan => plan.LoseAllRecords()),
        ("skipped-records", plan => plan.SkipRecords()),
    ];

    static readonly int[] AdminPorts = [22, 3389, 3306, 5432, 1433, 6379, 27017, 9200, 5985, 5900];

    readonly Network _network;
    readonly long _day;
    readonly List<TimedFlow> _flows = [];
    readonly List<Incident> _incidents = [];
    readonly int[] _strangers;
    Xoshiro _random;
    int _nextStranger;
    int _nextInterface;

    IncidentPlan(Network network, ulong seed, long day)
    {
        (_network, _day, _random) = (network, day, new Xoshiro(seed ^ 0x696e_6369_6465_6e74));
        _strangers = [.. Enumerable.Range(210, 45)];
        for (var i = _strangers.Length - 1; i > 0; i--)
        {
            var j = _random.Below(i + 1);
            (_strangers[i], _strangers[j]) = (_strangers[j], _strangers[i]);
        }
    }

    /// <summary>The names of all kinds of incident.</summary>
    public static IEnumerable<string> Names => Kinds.Select(kind => kind.Name);

    public IReadOnlyList<Incident> Incidents => _incidents;

    /// <summary>The records of all incidents, in the order of their ends.</summary>
    public IReadOnlyList<TimedFlow> Flows => _flows;

    /// <summary>The time without records: its first second and the second after its last.</summary>
    public (long From, long To) Silence { get; private set; }

    /// <summary>Plans one incident of each kind in <paramref name="names"/>.</summary>
    /// <param name="names">Names of kinds.</param>
    /// <param name="network">The network that the traffic flows through.</param>
    /// <param name="seed">Determines sources, targets and times.</param>
    /// <param name="day">The first second of the 24 hours of the incidents.</param>
    public static IncidentPlan Of(IEnumerable<string> names, Network network, ulong seed, long day)
    {
        var plan = new IncidentPlan(network, seed, day);
        var wanted = names.ToHashSet();
        foreach (var kind in Kinds.Where(kind => wanted.Contains(kind.Name)))
            kind.Plant(plan);
        // The silence ends before the sixth hour, in which the short incidents begin.
        plan._flows.RemoveAll(flow => flow.End >= plan.Silence.From && flow.End < plan.Silence.To);
        plan._flows.Sort((one, two) => one.End.CompareTo(two.End));
        return plan;
    }

    void ScanManyHosts()
    {
        var (scanner, port) = (Stranger(), AnyOf(445, 5900, 6379, 2323, 8291));
        var at = Between(6, 22);
        foreach (var target in _network.Exposed)
            for (var attempt = 0; attempt < 2; attempt++)
                Add(at + _random.Below(5 * Minute), Rejected(scanner, target, port));
        Done("horizontal-scan", $"{Text(scanner)} tries port {port} of {_network.Exposed.Length} addresses", scanner, null, port);
    }

    void ScanManyPorts()
    {
        var (scanner, target) = (Stranger(), AnyOf(_network.Exposed));
        var at = Between(6, 22);
        var firstPort = _random.Between(6, 50_000);
        var ports = _random.Between(150, 400);
        for (var i = 0; i < ports; i++)
            Add(at + _random.Below(20 * Minute), Rejected(scanner, target, firstPort + 3 * i));
        Done("vertical-scan", $"{Text(scanner)} tries {ports} ports of {Text(target.V4)}", scanner, target.V4, null);
    }

    void ScanSlowly()
    {
        var (scanner, target) = (Stranger(), AnyOf(_network.Exposed));
        var port = _random.Between(6, 50_000);
        for (var hour = 0; hour < Hours; hour++)
            for (var i = _random.Between(8, 12); i > 0; i--)
                Add(_day + hour * Hour + _random.Below(Hour - LongestRecord), Rejected(scanner, target, port += _random.Between(6, 20)));
        Done("slow-scan", $"{Text(scanner)} tries some ports of {Text(target.V4)} each hour, all day", scanner, target.V4, null);
    }

    void ReachAdminPort()
    {
        var (stranger, target, port) = (Stranger(), AnyOf(_network.Exposed), AnyOf(AdminPorts));
        var at = Between(6, 22);
        for (var i = _random.Between(2, 5); i > 0; i--)
            Talk(at + _random.Below(Hour), From(target, stranger, target.V4, port, _random.Between(8, 40), 90), _random.Between(8, 60),
                160);
        Done("admin-port-reached", $"{Text(stranger)} is let in to {Text(target.V4)} port {port}", stranger, target.V4, port);
    }

    void GuessPasswords(bool succeed)
    {
        var (stranger, target, port) = (Stranger(), AnyOf(_network.Exposed), AnyOf(22, 3389));
        var at = Between(6, 20);
        var guesses = _random.Between(40, 120);
        for (var i = 0; i < guesses; i++)
            Talk(at + i * 1800 / guesses, From(target, stranger, target.V4, port, _random.Between(9, 18), 110), _random.Between(9, 16),
                170);
        if (succeed)
            Talk(at + 1800 + _random.Between(60, 900), From(target, stranger, target.V4, port, _random.Between(600, 4000), 120),
                _random.Between(600, 5000), 300);
        Done(
            succeed ? "brute-force-success" : "brute-force",
            $"{Text(stranger)} makes {guesses} short connections to {Text(target.V4)} port "
            + $"{port}{(succeed ? ", then a long one" : "")}", stranger, target.V4, port);
    }

    void GetInAfterRejects()
    {
        var (stranger, target, port) = (Stranger(), AnyOf(_network.Exposed), AnyOf(8443, 9443, 8888, 4443));
        var at = Between(6, 20);
        for (var i = 0; i < 45; i++)
            Add(at + i * Minute, Rejected(stranger, AnyOf(_network.Exposed), _random.Between(1024, 60_000)));
        for (var i = 0; i < 4; i++)
            Talk(at + Hour + i * 200, From(target, stranger, target.V4, port, _random.Between(10, 60), 120), _random.Between(10, 60), 400);
        Done("accepted-after-rejected", $"{Text(stranger)} is rejected 45 times, then let in to {Text(target.V4)} port {port}", stranger,
            target.V4, port);
    }

    void CallHome()
    {
        var (caller, home) = (AnyOf(_network.Workers), Stranger());
        var period = AnyOf(60, 120, 300, 600);
        var bytes = _random.Between(120, 900);
        for (var at = _day + _random.Below(period); at < _day + 23 * Hour; at += period)
            ThroughNat(at + _random.Below(Math.Max(2, period / 50)), caller, home, 443, Tcp, 6, bytes + _random.Below(3), 5, 80);
        Done("beaconing", $"{Text(caller.V4)} calls {Text(home)} port 443 every {period} seconds", caller.V4, home, 443);
    }

    void SendUnusuallyMuch()
    {
        var (sender, receiver) = (AnyOf(_network.Workers), Network.Service(_random.Below(20)));
        ThroughNat(_day + _random.Below(10 * Minute), sender, receiver, 443, Tcp, 10, 400, 10, 400);
        var at = Between(8, 21) / Hour * Hour;
        for (var i = 0; i < 40; i++)
            ThroughNat(at + 120 + i * Minute, sender, receiver, 443, Tcp, _random.Between(60_000, 90_000), 1400, 30_000, 52);
        Done("unusual-egress", $"{Text(sender.V4)} sends some 4 GB to {Text(receiver)} within an hour", sender.V4, receiver, 443);
    }

    void SendToNewDestination()
    {
        var (sender, receiver) = (AnyOf(_network.Web), Stranger());
        var at = Between(12, 20);
        for (var i = 0; i < 90; i++)
            Talk(at + i * Minute, Call(sender, receiver, 443, Tcp, _random.Between(1500, 2500), 1400), 900, 52);
        Done("new-destination-egress", $"{Text(sender.V4)} sends some 250 MB to {Text(receiver)}, never seen before", sender.V4, receiver,
            443);
    }

    void ProbeInside()
    {
        var source = AnyOf(_network.Applications);
        var port = AnyOf(22, 445, 3389, 5432, 9200);
        var at = Between(6, 22);
        var targets = _network.All.Where(target => target != source).ToArray();
        foreach (var target in targets)
        {
            var probe = Call(source, target.V4, port, Tcp, 1, 60);
            var time = at + _random.Below(15 * Minute);
            Add(time, probe);
            Add(time, probe.SeenAt(target) with { Rejected = true });
        }

        Done("internal-recon", $"{Text(source.V4)} is rejected by {targets.Length} internal addresses on port {port}", source.V4, null,
            port);
    }

    void MoveBetweenSubnets()
    {
        var (source, port) = (AnyOf(_network.Applications), AnyOf(22, 3389, 445, 5985));
        var at = Between(6, 21);
        foreach (var target in _network.Web.Take(_random.Between(4, 8)))
            Talk(at + _random.Below(50 * Minute), Call(source, target.V4, port, Tcp, _random.Between(40, 400), 130),
                _random.Between(40, 400), 300, target);
        Done("lateral-movement", $"{Text(source.V4)} opens port {port} on hosts of another subnet", source.V4, null, port);
    }

    void AskOutsideNameServer()
    {
        var (asker, server) = (AnyOf(_network.Workers), Stranger());
        var at = Between(6, 20);
        for (var i = 0; i < 60; i++)
            ThroughNat(at + i * 3 * Minute + _random.Below(Minute), asker, server, 53, Udp, _random.Between(6, 3), 70,
                _random.Between(6, 3), 150);
        Done("outside-dns", $"{Text(asker.V4)} asks {Text(server)} for names", asker.V4, server, 53);
    }

    void TunnelThroughDns()
    {
        var (asker, server) = (AnyOf(_network.Applications), AnyOf(_network.NameServers));
        var at = Between(6, 21) / Hour * Hour + 2 * Minute;
        for (var i = 0; i < 50; i++)
            Talk(at + i * Minute, Call(asker, server.V4, 53, Udp, _random.Between(2500, 4000), 210), 3000, 240, server);
        Done("dns-tunnel", $"{Text(asker.V4)} sends some 30 MB of DNS queries to {Text(server.V4)} within an hour", asker.V4, server.V4,
            53);
    }

    void TunnelThroughIcmp()
    {
        var (source, far) = (AnyOf(_network.Web), Stranger());
        var at = Between(6, 21);
        for (var i = 0; i < 40; i++)
        {
            var ping = Call(source, far, 0, Icmp, _random.Between(300, 500), 1200) with { SourcePort = 0 };
            Talk(at + i * Minute, ping, ping.Packets, 1200);
        }

        Done("icmp-tunnel", $"{Text(source.V4)} and {Text(far)} exchange large ICMP packets", source.V4, far, null);
    }

    void TunnelThroughGre()
    {
        var (source, far) = (AnyOf(_network.Web), Stranger());
        var at = Between(6, 21);
        for (var i = 0; i < 20; i++)
        {
            var packets = Call(source, far, 0, Gre, _random.Between(50, 900), 700) with { SourcePort = 0 };
            Talk(at + i * Minute, packets, packets.Packets, 700);
        }

        Done("tunnel-protocol", $"{Text(source.V4)} and {Text(far)} exchange GRE packets", source.V4, far, null);
    }

    void UseCleartext()
    {
        var (source, target, port) = (AnyOf(_network.Workers), AnyOf(_network.Applications), AnyOf(23, 21, 2375));
        var at = Between(6, 21);
        for (var i = 0; i < 5; i++)
            Talk(at + i * 300, Call(source, target.V4, port, Tcp, _random.Between(20, 200), 80), _random.Between(20, 200), 120, target);
        Done("cleartext-protocol", $"{Text(source.V4)} talks to {Text(target.V4)} port {port}", source.V4, target.V4, port);
    }

    void BlockInternalFlow()
    {
        var (source, target, port) = (AnyOf(_network.Applications), AnyOf(_network.Databases), AnyOf(3306, 5671, 11211));
        for (var at = _day + _random.Below(900); at < _day + Hours * Hour - 900; at += 900 + _random.Below(60))
        {
            var attempt = Call(source, target.V4, port, Tcp, 3, 60);
            Add(at, attempt);
            Add(at, attempt.SeenAt(target) with { Rejected = true });
        }

        Done("blocked-internal-flow", $"{Text(target.V4)} rejects {Text(source.V4)} on port {port}, all day", source.V4, target.V4, port);
    }

    void BlockReplies()
    {
        var (source, target, port) = (AnyOf(_network.Web), AnyOf(_network.Applications), AnyOf(8443, 9443));
        var at = Between(6, 19);
        for (var i = 0; i < 60; i++)
        {
            var request = Call(source, target.V4, port, Tcp, 3, 60);
            var time = at + i * 2 * Minute;
            Add(time, request);
            Add(time, request.SeenAt(target));
            Add(time + 1, request.Reply(3, 180).SeenAt(target) with { Rejected = true });
        }

        Done("acl-blocks-replies", $"the replies of {Text(target.V4)} port {port} to {Text(source.V4)} are rejected", source.V4, target.V4,
            port);
    }

    void WakeInterface()
    {
        var woken = Interface();
        var until = Between(10, 18);
        for (var at = _day + 300; at < until; at += 600)
            Add(at, new Flow { Interface = woken, Gap = Gap.NoData });
        for (var at = until; at < _day + Hours * Hour - 300; at += 300)
            Talk(at + _random.Below(Minute), Call(woken, AnyOf(_network.Web).V4, 443, Tcp, _random.Between(10, 60), 200),
                _random.Between(10, 60), 600);
        Done("idle-then-active", $"{Id(woken)} is idle for hours, then active", null, null, null, woken);
    }

    void AddInterface()
    {
        var added = Interface();
        for (var at = Between(12, 18); at < _day + Hours * Hour - 300; at += 400 + _random.Below(100))
            Talk(at, Call(added, AnyOf(_network.Web).V4, 443, Tcp, _random.Between(10, 60), 200), _random.Between(10, 60), 600);
        Done("new-interface", $"{Id(added)} appears", null, null, null, added);
    }

    void SilenceInterface()
    {
        var silent = Interface();
        var until = Between(12, 18);
        for (var at = _day + _random.Below(300); at < until; at += 400 + _random.Below(100))
            Talk(at, Call(silent, AnyOf(_network.Web).V4, 443, Tcp, _random.Between(10, 60), 200), _random.Between(10, 60), 600);
        Done("silent-interface", $"{Id(silent)} stops to send records", null, null, null, silent);
    }

    void LoseAllRecords()
    {
        var from = _day + _random.Between(2 * 60, 4 * 60) * Minute;
        Silence = (from, from + 75 * Minute);
        _incidents.Add(new Incident(
            "missing-records", "no records at all for 75 minutes", null, null, null, null,
            DateTimeOffset.FromUnixTimeSeconds(Silence.From), DateTimeOffset.FromUnixTimeSeconds(Silence.To), 0));
    }

    void SkipRecords()
    {
        var busy = AnyOf(_network.Web);
        var at = Between(6, 21) / Hour * Hour;
        for (var i = 0; i < 55; i++)
            Add(at + i * Minute + 59, new Flow { Interface = busy, Gap = Gap.SkipData });
        Done("skipped-records", $"{Id(busy)} has SKIPDATA every minute for an hour", null, null, null, busy);
    }

    /// <summary>Adds a record that starts at a time and covers less than half a minute.</summary>
    void Add(long start, in Flow flow) => _flows.Add(new TimedFlow(start, start + _random.Below(LongestRecord), flow));

    /// <summary>Adds a request and its reply, as the request's interface and, if given, the interface at the other end see them.</summary>
    void Talk(long at, in Flow request, long packets, int packetBytes, NetworkInterface? otherEnd = null)
    {
        var reply = request.Reply(packets, packets * packetBytes);
        Add(at, request);
        Add(at, reply);
        if (otherEnd is null)
            return;
        Add(at, request.SeenAt(otherEnd));
        Add(at, reply.SeenAt(otherEnd));
    }

    /// <summary>Adds one call as seen by an interface without a public address and by the NAT gateway.</summary>
    void ThroughNat(long at, NetworkInterface caller, Address called, int port, int protocol, long packets, int packetBytes,
        long replyPackets, int replyPacketBytes)
    {
        var request = Call(caller, called, port, protocol, packets, packetBytes);
        var gateway = _network.NatGateways[caller.V4.Host % 2];
        Talk(at, request, replyPackets, replyPacketBytes);
        Talk(at, request.SeenAt(gateway) with { Source = gateway.V4, SourcePort = EphemeralPort() }, replyPackets, replyPacketBytes);
    }

    Flow Rejected(Address source, NetworkInterface target, int port) =>
        From(target, source, target.V4, port, 1, 40 + 4 * _random.Below(6)) with { Rejected = true };

    Flow Call(NetworkInterface caller, Address called, int port, int protocol, long packets, int packetBytes) =>
        From(caller, caller.V4, called, port, packets, packetBytes) with { Protocol = protocol };

    Flow From(NetworkInterface seenAt, Address source, Address destination, int port, long packets, int packetBytes) => new()
    {
        Interface = seenAt,
        Source = source,
        Destination = destination,
        SourcePort = EphemeralPort(),
        DestinationPort = port,
        Protocol = Tcp,
        Packets = packets,
        Bytes = packets * packetBytes,
    };

    void Done(string name, string text, Address? source, Address? destination, int? port, NetworkInterface? only = null)
    {
        var first = _incidents.Sum(incident => incident.Records);
        var flows = _flows[first..];
        _incidents.Add(new Incident(
            name,
            text,
            source is { } from ? Text(from) : null,
            destination is { } to ? Text(to) : null,
            port?.ToString(CultureInfo.InvariantCulture),
            only is null ? null : Id(only),
            DateTimeOffset.FromUnixTimeSeconds(flows.Min(flow => flow.Start)),
            DateTimeOffset.FromUnixTimeSeconds(flows.Max(flow => flow.End)),
            flows.Count));
    }

    /// <summary>Returns an address outside the VPC that no other traffic has.</summary>
    Address Stranger() => Address.V4(198, 51, 100, _strangers[_nextStranger++]);

    /// <summary>Returns an interface that no other traffic has.</summary>
    NetworkInterface Interface()
    {
        var number = ++_nextInterface;
        return new NetworkInterface(Encoding.UTF8.GetBytes($" eni-0{_random.Next():x16} "), Address.V4(10, 0, 3, 10 + number), default, 60);
    }

    /// <summary>Returns a second between two hours of the day.</summary>
    long Between(int fromHour, int toHour) => _day + _random.Between(fromHour * Hour, toHour * Hour);

    int EphemeralPort() => _random.Between(32_768, 60_999);

    T AnyOf<T>(params T[] choices) => choices[_random.Below(choices.Length)];

    static string Text(Address address) =>
        new IPAddress([(byte)(address.Host >> 24), (byte)(address.Host >> 16), (byte)(address.Host >> 8), (byte)address.Host]).ToString();

    static string Id(NetworkInterface of) => Encoding.UTF8.GetString(of.Id).Trim();
}

/// <summary>A flow with the start and end of its record.</summary>
readonly record struct TimedFlow(long Start, long End, Flow Flow);
