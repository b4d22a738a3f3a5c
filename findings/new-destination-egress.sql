/*
title: Egress to a new destination
question: Which internal address sent much to a public address that nobody had talked to before?
severity: medium
meaning: >-
  An internal address opened connections to a public address that first appeared six or more hours after the first record of this
  time range,
  and sent 100 MB or more to it.
action: Ask who owns the destination and what was copied.
technique: T1567 Exfiltration Over Web Service
false-positives: >-
  A new customer, a new supplier, and services that change their addresses often. Use a range of some days for fewer of these.
fields: [srcaddr, dstaddr, srcport, dstport, protocol, bytes, start, end, action]
evidence: src:{source} dst:{destination} action:ACCEPT proto:6,17 sender:client
*/
WITH pairs AS (
  SELECT srcaddr, dstaddr, min(dstport) AS lowest_port, max(dstport) AS highest_port, min(interface_id) AS interface_id,
    min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(bytes) AS bytes
  FROM flow_logs
  WHERE ${range}
    AND action = 'ACCEPT' AND protocol IN (6, 17) AND ${greater srcport dstport}
    AND ${internal srcaddr} AND ${external dstaddr}
  GROUP BY srcaddr, dstaddr
), firsts AS (
  SELECT srcaddr, dstaddr, lowest_port, highest_port, interface_id, first_seen, last_seen, records, bytes,
    min(first_seen) OVER (PARTITION BY dstaddr) AS destination_first_seen
  FROM pairs
)
SELECT srcaddr AS source, dstaddr AS destination, CASE WHEN lowest_port = highest_port THEN lowest_port END AS port, interface_id,
  first_seen, last_seen, records, bytes
FROM firsts
WHERE bytes >= 100000000
  AND destination_first_seen >= (SELECT min(start) + interval '6' hour FROM flow_logs WHERE ${range})
ORDER BY bytes DESC, source, destination
LIMIT 100
