/*
title: ICMP tunnel
question: Which internal address sends large or many ICMP packets?
severity: medium
meaning: The address sent 1 MB or more of ICMP to one address, in packets of 200 bytes or more on average. A ping has 84 bytes.
action: Find the process on the host. Allow only the ICMP types that you need (echo, and "fragmentation needed").
technique: T1095 Non-Application Layer Protocol
false-positives: Measurements of the path MTU, and monitoring that pings with large packets.
fields: [interface-id, srcaddr, dstaddr, protocol, packets, bytes, start, end, action]
evidence: src:{source} dst:{destination} action:ACCEPT proto:1,58
*/
SELECT srcaddr AS source, dstaddr AS destination, CAST(NULL AS varchar) AS port, min(interface_id) AS interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(bytes) AS bytes, sum(bytes) / sum(packets) AS bytes_per_packet
FROM flow_logs
WHERE ${range}
  AND action = 'ACCEPT' AND protocol IN (1, 58)
  AND ${internal srcaddr}
GROUP BY srcaddr, dstaddr
HAVING sum(bytes) >= 1000000 AND sum(bytes) >= 200 * sum(packets)
ORDER BY bytes DESC, source, destination
LIMIT 100
