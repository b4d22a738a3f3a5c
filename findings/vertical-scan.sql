/*
title: Vertical scan
question: Who from the internet tries many ports of one address?
severity: low
meaning: A source was rejected on fifty or more ports of one address within an hour. The source looks for any service on that host.
action: Nothing while everything is rejected. Look whether the same source appears under "Accepted after rejected".
technique: T1595 Active Scanning
false-positives: A vulnerability scanner that you pay for.
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
  -- Each port counts in the hour that began at :00 and in the one that began at :30, so that no scan falls between two hours.
  SELECT srcaddr, dstaddr, count(*) AS ports, min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records
  FROM ports CROSS JOIN UNNEST(ARRAY[0, 30]) AS shifts (shift)
  GROUP BY srcaddr, dstaddr, shift, date_trunc('hour', date_add('minute', shift, first_seen))
)
SELECT srcaddr AS source, dstaddr AS destination, CAST(NULL AS varchar) AS port, CAST(NULL AS varchar) AS interface_id,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) / 2 AS records, max(ports) AS ports
FROM hours
GROUP BY srcaddr, dstaddr
HAVING max(ports) >= 50
ORDER BY ports DESC, source, destination
LIMIT 100
