namespace Tool.Traffic;

/// <summary>Deals out the traffic: conversations of many kinds in fixed proportions, one flow at a time.</summary>
sealed class Mix
{
    const int Icmp = 1, Tcp = 6, Udp = 17, Gre = 47, IcmpV6 = 58;

    static readonly int[] ScannedTcpPorts = [22, 3389, 23, 445, 8080, 5900, 1433, 6379, 2323, 21, 25, 9200];
    static readonly int[] ScannedUdpPorts = [1900, 161, 123, 5060, 11211];
    static readonly int[] ServicePorts = [443, 443, 443, 443, 80, 5671, 9092];

    readonly Network _network;
    readonly Action[] _deck;
    readonly Flow[] _dealt = new Flow[4];
    Xoshiro _random;
    int _card;
    int _next;
    int _count;
    int _scanner;
    int _sweptPort = 1;

    public Mix(Network network, ulong seed)
    {
        _network = network;
        _random = new Xoshiro(seed);
        (Action Conversation, int Cards)[] kinds =
        [
            (ClientCallsWeb, 56),
            (ScannerKnocks, 14),
            (ScannerSweeps, 20),
            (ScannerProbesUdp, 8),
            (InstanceAsksName, 12),
            (WorkerCallsOut, 10),
            (ClientCallsWebV6, 12),
            (WebCallsApplication, 10),
            (ApplicationCallsDatabase, 8),
            (MonitorPings, 3),
            (ScannerPings, 3),
            (NeighbourPingsV6, 2),
            (ScannerPingsV6, 2),
            (ScannerSweepsV6, 3),
            (TunnelKnocks, 1),
            (NothingHappens, 5),
            (RecordsAreLost, 1),
            (OperatorLogsIn, 1),
        ];

        // The first deck begins with one card of each kind, so that even a small sample shows everything.
        _deck =
        [
            .. kinds.Select(kind => kind.Conversation),
            .. kinds.SelectMany(kind => Enumerable.Repeat(kind.Conversation, kind.Cards - 1)),
        ];
        Shuffle(kinds.Length);
    }

    /// <summary>Returns the next flow, valid until the next call.</summary>
    public ref readonly Flow Next()
    {
        if (_next == _count)
        {
            _next = _count = 0;
            if (_card == _deck.Length)
            {
                Shuffle(0);
                _card = 0;
            }

            _deck[_card++]();
        }

        return ref _dealt[_next++];
    }

    void Shuffle(int from)
    {
        for (var i = _deck.Length - 1; i > from; i--)
        {
            var j = _random.Between(from, i);
            (_deck[i], _deck[j]) = (_deck[j], _deck[i]);
        }
    }

    void ClientCallsWeb() => CallWeb(v6: false);

    void ClientCallsWebV6() => CallWeb(v6: true);

    void CallWeb(bool v6)
    {
        var server = Pick(_network.Web);
        var client = _random.Skewed(1 << 17);
        var request = new Flow
        {
            Interface = server,
            Source = v6 ? Network.ClientV6(client) : Network.Client(client),
            Destination = v6 ? server.V6 : server.V4,
            SourcePort = EphemeralPort(),
            DestinationPort = _random.Below(8) == 0 ? 80 : 443,
            Protocol = Tcp,
            Packets = 4 + _random.LongTail(9),
        };
        request.Bytes = request.Packets * _random.Between(52, 180);
        Deal(request);
        var packets = request.Packets + _random.LongTail(12);
        Deal(request.Reply(packets, packets * _random.Between(120, 1420)));
    }

    void ScannerKnocks()
    {
        ChangeScanner();
        Deal(Knock(Network.Scanner(_scanner), Tcp, ScannedTcpPorts[_random.Skewed(ScannedTcpPorts.Length)], 1 + _random.Below(3), 40
            + 4 * _random.Below(6)));
    }

    /// <summary>The scanner tries one port after the other.</summary>
    void ScannerSweeps()
    {
        if (_random.Below(24) == 0)
        {
            ChangeScanner();
            _sweptPort = _random.Between(1, 60_000);
        }

        _sweptPort = _sweptPort % 65_000 + 1;
        Deal(Knock(Network.Scanner(_scanner), Tcp, _sweptPort, 1, 40 + 4 * _random.Below(2)));
    }

    void ScannerProbesUdp()
    {
        ChangeScanner();
        Deal(Knock(Network.Scanner(_scanner), Udp, ScannedUdpPorts[_random.Skewed(ScannedUdpPorts.Length)], 1 + _random.Below(2),
            _random.Between(60, 180)));
    }

    void ScannerPings()
    {
        ChangeScanner();
        var ping = Knock(Network.Scanner(_scanner), Icmp, 0, 1 + _random.Below(4), 84);
        ping.SourcePort = 0;
        Deal(ping);
    }

    void TunnelKnocks()
    {
        ChangeScanner();
        var knock = Knock(Network.Scanner(_scanner), Gre, 0, 1, _random.Between(48, 96));
        knock.SourcePort = 0;
        Deal(knock);
    }

    void ScannerSweepsV6() => Deal(KnockV6(Tcp, ScannedTcpPorts[_random.Below(ScannedTcpPorts.Length)], 60));

    void ScannerPingsV6()
    {
        var ping = KnockV6(IcmpV6, 0, 104);
        ping.SourcePort = 0;
        Deal(ping);
    }

    void InstanceAsksName()
    {
        var asker = Pick(_random.Below(3) == 0 ? _network.Workers : _network.Applications);
        var names = Pick(_network.NameServers);
        var question = Call(asker, names.V4, 53, Udp, 1 + _random.Below(4), _random.Between(58, 84));
        DealBothEnds(question, names, question.Reply(question.Packets, question.Packets * _random.Between(90, 480)));
    }

    void WebCallsApplication() => CallInside(Pick(_network.Web), Pick(_network.Applications), 8080);

    void ApplicationCallsDatabase() => CallInside(Pick(_network.Applications), Pick(_network.Databases), 5432);

    void CallInside(NetworkInterface caller, NetworkInterface called, int port)
    {
        var request = Call(caller, called.V4, port, Tcp, 5 + _random.LongTail(10), _random.Between(52, 600));
        var packets = request.Packets + _random.LongTail(10);
        DealBothEnds(request, called, request.Reply(packets, packets * _random.Between(80, 1420)));
    }

    /// <summary>
    /// A worker without a public address reaches a service through the NAT gateway, which shows its own address to the service.
    /// </summary>
    void WorkerCallsOut()
    {
        var worker = Pick(_network.Workers);
        var gateway = Pick(_network.NatGateways);
        var service = _random.Skewed(200);
        var port = ServicePorts[_random.Below(ServicePorts.Length)];
        if (!Network.IsBroker(service) && port != 80)
            port = 443;
        var request = Call(worker, Network.Service(service), port, Tcp, 6 + _random.LongTail(11),
            _random.Between(52, 900));

        // A backup: more bytes than 32 bits can count.
        var packets = _random.Below(500) == 0 ? _random.Between(3_000_000, 9_000_000) : request.Packets + _random.LongTail(14);
        var bytes = packets * _random.Between(200, 1460);
        Deal(request);
        var translated = request.SeenAt(gateway) with { Source = gateway.V4, SourcePort = EphemeralPort() };
        Deal(translated);
        Deal(translated.Reply(packets, bytes));
        Deal(request.Reply(packets, bytes));
    }

    void OperatorLogsIn()
    {
        var bastion = _network.Bastion[0];
        var packets = 40 + _random.LongTail(12);
        var session = Call(bastion, Pick(_network.Applications).V4, 22, Tcp, packets, _random.Between(60, 140));
        Deal(session);
        Deal(session.Reply(packets, packets * _random.Between(70, 300)));
    }

    void MonitorPings()
    {
        var target = Pick(_network.Applications);
        var ping = Call(Pick(_network.Workers), target.V4, 0, Icmp, 1 + _random.Below(60), 84);
        ping.SourcePort = 0;
        DealBothEnds(ping, target, ping.Reply(ping.Packets, ping.Bytes));
    }

    void NeighbourPingsV6()
    {
        var from = Pick(_network.Web);
        var to = Pick(_network.Applications);
        var ping = Call(from, to.V6, 0, IcmpV6, 1 + _random.Below(10), 104);
        ping.Source = from.V6;
        ping.SourcePort = 0;
        DealBothEnds(ping, to, ping.Reply(ping.Packets, ping.Bytes));
    }

    void NothingHappens() => Deal(new Flow { Interface = Pick(_network.Idle), Gap = Gap.NoData });

    void RecordsAreLost() => Deal(new Flow { Interface = Pick(_network.All), Gap = Gap.SkipData });

    Flow Knock(Address scanner, int protocol, int port, int packets, int packetBytes)
    {
        var target = Pick(_network.Exposed);
        return new Flow
        {
            Interface = target,
            Source = scanner,
            Destination = target.V4,
            SourcePort = EphemeralPort(),
            DestinationPort = port,
            Protocol = protocol,
            Packets = packets,
            Bytes = packets * packetBytes,
            Rejected = true,
        };
    }

    Flow KnockV6(int protocol, int port, int packetBytes)
    {
        var knock = Knock(Network.ScannerV6(_random.Skewed(100)), protocol, port, 1 + _random.Below(2), packetBytes);
        knock.Destination = knock.Interface.V6;
        return knock;
    }

    Flow Call(NetworkInterface caller, Address called, int port, int protocol, long packets, int packetBytes) => new()
    {
        Interface = caller,
        Source = caller.V4,
        Destination = called,
        SourcePort = EphemeralPort(),
        DestinationPort = port,
        Protocol = protocol,
        Packets = packets,
        Bytes = packets * packetBytes,
    };

    void ChangeScanner() => _scanner = _random.Skewed(500);

    int EphemeralPort() => _random.Between(32_768, 60_999);

    NetworkInterface Pick(NetworkInterface[] among) => among[_random.Below(among.Length)];

    void DealBothEnds(in Flow request, NetworkInterface called, in Flow reply)
    {
        Deal(request);
        Deal(request.SeenAt(called));
        Deal(reply.SeenAt(called));
        Deal(reply);
    }

    void Deal(in Flow flow) => _dealt[_count++] = flow;
}
