/*
title: DNS tunnel
question: Which internal address sends more DNS queries than names can need?
severity: medium
meaning: >-
  The address sent 10 MB or more of DNS queries to one server within an hour. Programs that move data through a firewall put it into names.
action: Look at the resolver's query log for long names of one domain. Block the domain with DNS Firewall.
technique: T1071.004 Application Layer Protocol - DNS
false-positives: Mail servers, crawlers and resolvers that forward the queries of many hosts.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, end, action]
evidence: src:{source} dst:{destination} port:{port} eni:{interface_id} action:ACCEPT proto:6,17 srcport:>53 start:<{hour}
*/
SELECT srcaddr AS source, dstaddr AS destination, dstport AS port, min(interface_id) AS interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(bytes) AS bytes, sum(bytes) / sum(packets) AS bytes_per_packet
FROM flow_logs
WHERE ${range}
  AND action = 'ACCEPT' AND protocol IN (6, 17)
  AND dstport = '53' AND CAST(srcport AS integer) > 53
  AND ${internal srcaddr}
GROUP BY srcaddr, dstaddr, dstport, interface_id, date_trunc('hour', start)
HAVING sum(bytes) >= 10000000
ORDER BY bytes DESC, source, destination, first_seen
LIMIT 100
