/*
title: Slow scan
question: Who from the internet tries a few ports of one address each hour, for hours?
severity: low
meaning: >-
  A source was rejected on 120 or more ports of one address, new ones in twelve or more hours, and never on more than forty new ports
  an hour. The source stays below the limits of scan detectors.
action: Block the source in the network ACL if it goes on. It spends effort on this one address; check what the address runs.
technique: T1595 Active Scanning
false-positives: Research scanners that visit each address for days.
fields: [srcaddr, dstaddr, srcport, dstport, protocol, start, end, action]
evidence: src:{source} dst:{destination} action:REJECT proto:6,17 srcport:>=1024
*/
WITH ports AS (
  SELECT srcaddr, dstaddr, dstport, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records
  FROM flow_logs
  WHERE ${range}
    AND action = 'REJECT' AND protocol IN (6, 17) AND CAST(srcport AS integer) >= 1024
    AND ${external srcaddr}
  GROUP BY srcaddr, dstaddr, dstport
), hours AS (
  SELECT srcaddr, dstaddr, date_trunc('hour', first_seen) AS hour_began, count(*) AS ports,
    min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records
  FROM ports
  GROUP BY srcaddr, dstaddr, date_trunc('hour', first_seen)
)
SELECT srcaddr AS source, dstaddr AS destination, CAST(NULL AS varchar) AS port, CAST(NULL AS varchar) AS interface_id,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records, sum(ports) AS ports, count(*) AS hours
FROM hours
GROUP BY srcaddr, dstaddr
HAVING sum(ports) >= 120 AND count(*) >= 12 AND max(ports) <= 40
ORDER BY ports DESC, source, destination
LIMIT 100
