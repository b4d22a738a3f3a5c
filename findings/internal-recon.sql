/*
title: Internal reconnaissance
question: Which internal address is rejected by many internal addresses?
severity: high
meaning: >-
  An internal address tried to connect to eight or more internal addresses that rejected it. Hosts know whom they talk to; an
  intruder does not.
action: Find the process on the source. If nobody knows it, isolate the host, and look at what it reached instead.
technique: T1046 Network Service Discovery
false-positives: A vulnerability scanner or a monitoring server that security groups do not let in. Mute its address.
fields: [srcaddr, dstaddr, srcport, dstport, protocol, start, end, action]
evidence: src:{source} dst:{internal} action:REJECT proto:6,17 sender:client
*/
SELECT srcaddr AS source, CAST(NULL AS varchar) AS destination, CASE WHEN count(DISTINCT dstport) = 1 THEN min(dstport) END AS port,
  CAST(NULL AS varchar) AS interface_id, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records,
  count(DISTINCT dstaddr) AS destinations, count(DISTINCT dstport) AS ports
FROM flow_logs
WHERE ${range}
  AND action = 'REJECT' AND protocol IN (6, 17) AND ${greater srcport dstport}
  AND ${internal srcaddr} AND ${internal dstaddr}
GROUP BY srcaddr
HAVING count(DISTINCT dstaddr) >= 8
ORDER BY destinations DESC, source
LIMIT 100
