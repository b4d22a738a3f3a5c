/*
title: Tunnel protocol
question: Which internal address sends packets of a tunnel protocol?
severity: medium
meaning: The address sent IP-in-IP, 6in4, GRE or EtherIP packets and was accepted. What is inside of them no security group sees.
action: Ask who runs the tunnel. If nobody does, reject the protocol in the security group.
technique: T1572 Protocol Tunneling
false-positives: A VPN appliance, an SD-WAN router and a Gateway Load Balancer's appliances.
fields: [interface-id, srcaddr, dstaddr, protocol, bytes, start, end, action]
evidence: src:{source} dst:{destination} proto:{protocol} action:ACCEPT
*/
SELECT srcaddr AS source, dstaddr AS destination, CAST(NULL AS varchar) AS port, min(interface_id) AS interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, protocol, sum(bytes) AS bytes
FROM flow_logs
WHERE ${range}
  AND action = 'ACCEPT' AND protocol IN (4, 41, 47, 94, 97)
  AND ${internal srcaddr}
GROUP BY srcaddr, dstaddr, protocol
ORDER BY bytes DESC, source, destination, protocol
LIMIT 100
