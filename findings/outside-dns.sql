/*
title: DNS outside of the VPC
question: Which internal address asks name servers on the internet?
severity: medium
meaning: >-
  The address sent DNS queries (port 53, or 853 with TLS) to a public address. VPC Flow Logs have no records of queries to the VPC's own
  resolver, so these bypass it, and with it DNS Firewall and query logs.
action: Point the host at the VPC's resolver, and allow ports 53 and 853 outwards for your own resolvers alone.
technique: T1071.004 Application Layer Protocol - DNS
false-positives: Your own recursive resolver, and containers with a fixed name server.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, bytes, start, end, action]
evidence: src:{source} dst:{destination} port:{port} action:ACCEPT proto:6,17 sender:client
*/
SELECT srcaddr AS source, dstaddr AS destination, dstport AS port, min(interface_id) AS interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(bytes) AS bytes
FROM flow_logs
WHERE ${range}
  AND action = 'ACCEPT' AND protocol IN (6, 17)
  AND dstport IN ('53', '853') AND ${greater srcport dstport}
  AND ${internal srcaddr} AND ${external dstaddr}
GROUP BY srcaddr, dstaddr, dstport
ORDER BY records DESC, source, destination, port
LIMIT 100
